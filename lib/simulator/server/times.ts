const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** As C's `ctime` writes it, for a server that keeps UTC: `Fri Nov  6 23:41:46 2026`. */
export function ctime(atMs: number): string {
  const date = new Date(atMs);
  const day = String(date.getUTCDate()).padStart(2);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${
    clockTime(atMs)
  } ${date.getUTCFullYear()}`;
}

/** Time of day, UTC: `23:41:46`. */
export function clockTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** Date, UTC: `2026-11-20`. */
export function calendarDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** A duration as `hh:mm:ss`; hours go on past 99. */
export function hoursMinutesSeconds(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map(twoDigits).join(":");
}

/** A duration as `hh:mm:ss:ms`, milliseconds padded to two digits only, as app_rpt does. */
export function withMilliseconds(durationMs: number): string {
  return `${hoursMinutesSeconds(Math.floor(durationMs / 1000))}:${twoDigits(Math.floor(durationMs) % 1000)}`;
}

/** A duration in words: `1 day, 18 minutes, 12 seconds`. */
export function inWords(seconds: number): string {
  const units = [
    [604_800, "week"],
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
    [1, "second"],
  ] as const;
  const words: string[] = [];
  let rest = seconds;
  for (const [unitSec, name] of units) {
    const count = Math.floor(rest / unitSec);
    rest -= count * unitSec;
    if (count > 0) words.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return words.length > 0 ? words.join(", ") : "0 seconds";
}

/** Epoch seconds with microseconds: `1795217985.134000`. */
export function epochSeconds(atMs: number): string {
  return (atMs / 1000).toFixed(6);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
