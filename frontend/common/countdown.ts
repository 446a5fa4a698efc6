/**
 * The time left as a person reads it on a clock: the largest unit first, never more than three units.
 *
 * @param milliseconds time left; a started second counts as a whole one, nothing or less is `0 s`
 * @example
 * countdownText(125_000); // "2 min 05 s"
 * countdownText(90_061_000); // "1 day 1 h 01 min"
 */
export function countdownText(milliseconds: number): string {
  const left = Math.max(0, Math.ceil(milliseconds / 1000));
  const days = Math.floor(left / DAY);
  const hours = Math.floor((left % DAY) / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  const seconds = left % MINUTE;
  if (days > 0) return `${days} ${days === 1 ? "day" : "days"} ${hours} h ${twoDigits(minutes)} min`;
  if (hours > 0) return `${hours} h ${twoDigits(minutes)} min ${twoDigits(seconds)} s`;
  if (minutes > 0) return `${minutes} min ${twoDigits(seconds)} s`;
  return `${seconds} s`;
}

/**
 * A length of time in words, rounded to its largest unit: for a sentence, not for a clock.
 *
 * @example
 * roughDuration(5_400_000); // "1 hour 30 minutes"
 * roughDuration(172_800_000); // "2 days"
 */
export function roughDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < MINUTE) return counted(seconds, "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return counted(minutes, "minute");
  const hours = Math.round(seconds / HOUR);
  if (minutes < 24 * 60) return twoUnits(Math.floor(minutes / 60), "hour", minutes % 60, "minute");
  return twoUnits(Math.floor(hours / 24), "day", hours % 24, "hour");
}

function twoUnits(large: number, largeName: string, small: number, smallName: string): string {
  return small === 0 ? counted(large, largeName) : `${counted(large, largeName)} ${counted(small, smallName)}`;
}

function counted(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
