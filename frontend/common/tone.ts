/** How a status looks, on a `.pill`. */
export type Tone = "waiting" | "busy" | "good" | "bad" | "quiet";
