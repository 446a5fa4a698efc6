/** Line drawings in a square of 16 by 16 pixels, by state type. */
export const icons: Readonly<Record<string, string>> = {
  Task: "M8.8 2 4 9h3.4L6.6 14 12 6.8H8.4Z",
  Choice: "M8 2.5v3.5M8 6 3.5 12.5M8 6l4.5 6.5M1.7 10.3l1.8 2.2 2.5-.9M14.3 10.3l-1.8 2.2-2.5-.9",
  Wait: "M8 2.2a5.8 5.8 0 1 0 .01 0M8 4.8V8l2.3 1.6",
  Pass: "M2.5 8h10M9 4.5 12.5 8 9 11.5",
  Parallel: "M3 2.5v11M8 2.5v11M13 2.5v11",
  Map: "M2.5 3.5h11M2.5 8h11M2.5 12.5h11M5 2v3M5 6.5v3M5 11v3",
  Succeed: "m3 8.5 3.4 3.5L13 4.5",
  Fail: "m4 4 8 8M12 4l-8 8",
  Reference: "M3 3.5v5.5h9M8.5 5.5 12 9l-3.5 3.5",
  Missing: "M5.5 6a2.5 2.5 0 1 1 3.7 2.2Q8 8.9 8 10.2M8 12.9v.2",
};

/** The icon of a type that the language does not have. */
export const unknownIcon = icons.Missing ?? "";

/** An arrow that turns back: the state is retried. */
export const retryIcon = "M9.5 3.2A4 4 0 1 0 10 6.5M10.2 1v2.8H7.4";
