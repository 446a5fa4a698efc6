const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-](\d\d):(\d\d))$/;
const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a text is a timestamp as Step Functions takes it: RFC 3339 with capital `T` and `Z`, on a day that exists. */
export function isTimestamp(text: string): boolean {
  const found = form.exec(text);
  if (found === null) return false;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (daysOfMonth[month - 1] ?? 0) + (leap ? 1 : 0);
  const offset = Number(found[9] ?? 0) <= 23 && Number(found[10] ?? 0) <= 59;
  return day >= 1 && day <= days && (hour ?? 24) <= 23 && (minute ?? 60) <= 59 && (second ?? 61) <= 60 && offset;
}
