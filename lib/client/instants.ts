import { formatInstant } from "./format.ts";
import type { Preferences } from "./preferences.ts";

/** How instants are written: `hours` of a day and time zone, as in the preferences. */
export type InstantStyle = Pick<Preferences, "hours" | "zone">;

/** Formatters are costly to make; one for each style that is in use. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Beyond this many styles, of which a page uses one at a time, the store of formatters begins anew. */
const FORMATTER_LIMIT = 16;

/**
 * An instant with its date: `2026-02-12 11:30:04 GMT+1`, `2026-02-12 11:30:04 AM UTC`. Without a style in UTC; nothing
 * for what is no instant.
 */
export function writeInstant(atMs: number | null, style: InstantStyle | null): string {
  const utc = formatInstant(atMs);
  if (atMs === null || utc === "" || style === null) return utc;
  const { year, month, day, time } = partsOf(atMs, style);
  return `${year}-${month}-${day} ${time}`;
}

/** An instant to the minute or second, without its zone: `2026-02-12 11:30`, `2026-02-12 11:30:04 AM`. */
export function writeShortInstant(atMs: number, style: InstantStyle | null, to: "minute" | "second"): string {
  const utc = formatInstant(atMs);
  const length = to === "minute" ? "00:00".length : "00:00:00".length;
  if (utc === "" || style === null) return utc.slice(0, "2026-02-12 ".length + length);
  const { year, month, day, clock, half } = partsOf(atMs, style);
  const shown = to === "minute" ? clock.slice(0, -":00".length) : clock;
  return [`${year}-${month}-${day}`, shown, half].filter((part) => part !== "").join(" ");
}

/** The name of the time zone at an instant: `GMT+1`; without a style `UTC`. */
export function zoneName(atMs: number, style: InstantStyle | null): string {
  return style === null || formatInstant(atMs) === "" ? "UTC" : partsOf(atMs, style).zone;
}

/** The time of day alone: `11:30:04 GMT+1`. Without a style in UTC; nothing for what is no instant. */
export function writeTimeOfDay(atMs: number | null, style: InstantStyle | null): string {
  const utc = formatInstant(atMs);
  return atMs === null || utc === "" || style === null
    ? utc.split(" ").slice(1).join(" ")
    : partsOf(atMs, style).time;
}

/** Minutes since midnight in the zone of a style. */
export function minuteOfDay(atMs: number, style: InstantStyle): number {
  const parts = rawParts(atMs, { ...style, hours: "24" });
  return Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
}

function partsOf(atMs: number, style: InstantStyle) {
  const parts = rawParts(atMs, style);
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const clock = `${get("hour")}:${get("minute")}:${get("second")}`;
  const half = get("dayPeriod").toUpperCase();
  const zone = get("timeZoneName");
  const time = [clock, half, zone].filter((part) => part !== "").join(" ");
  return { year: get("year"), month: get("month"), day: get("day"), clock, half, zone, time };
}

function rawParts(atMs: number, style: InstantStyle): ReadonlyMap<Intl.DateTimeFormatPartTypes, string> {
  return new Map(formatterOf(style).formatToParts(atMs).map(({ type, value }) => [type, value]));
}

function formatterOf(style: InstantStyle): Intl.DateTimeFormat {
  const key = `${style.hours} ${style.zone}`;
  const known = formatters.get(key);
  if (known) return known;
  if (formatters.size >= FORMATTER_LIMIT) formatters.clear();
  const made = makeFormatter(style);
  formatters.set(key, made);
  return made;
}

/** English numbers and words as on the rest of the page; only whether a day has two halves is the browser's choice. */
function makeFormatter({ hours, zone }: InstantStyle): Intl.DateTimeFormat {
  const halves = hours === "12" || (hours === "auto" && browserHalvesDays());
  return new Intl.DateTimeFormat("en", {
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: halves ? "numeric" : "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: halves ? "h12" : "h23",
    timeZone: zone === "browser" ? undefined : zone,
    timeZoneName: "short",
  });
}

function browserHalvesDays(): boolean {
  return new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12 ?? false;
}
