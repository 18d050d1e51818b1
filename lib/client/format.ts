/**
 * Words for numbers: every function takes seconds (or a percentage) and gives text that never says NaN, is never
 * negative, and needs no locale, so that server and browser write the same.
 */

/** Shown in place of a value that is not known. */
export const UNKNOWN = "–";

/** Keeps a number and its unit on one line. */
const NBSP = "\u00a0";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Whole seconds, 0 for what is negative, `null` for what is no number. */
function wholeSeconds(seconds: number | null): number | null {
  if (seconds === null || !Number.isFinite(seconds)) return null;
  return Math.max(0, Math.floor(seconds));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** A running or summed time as a clock: `0:07`, `12:30`, `1:02:33`. */
export function formatTimer(seconds: number | null): string {
  const whole = wholeSeconds(seconds);
  if (whole === null) return UNKNOWN;
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const rest = twoDigits(whole % MINUTE);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** From so many seconds on a sum is told in hours alone. */
const LONG_TOTAL = 1_000 * HOUR;

/** A sum that only grows, in a place as wide as `999:59:59`: from 1,000 hours on in whole hours, `1034 h`. */
export function formatTotal(seconds: number | null): string {
  const whole = wholeSeconds(seconds);
  return whole === null || whole < LONG_TOTAL ? formatTimer(whole) : `${Math.floor(whole / HOUR)}${NBSP}h`;
}

/** A length of time in at most two units: `42 s`, `12 min`, `2h 05m`, `3d 4h`. */
export function formatSpan(seconds: number | null): string {
  const whole = wholeSeconds(seconds);
  if (whole === null) return UNKNOWN;
  if (whole < MINUTE) return `${whole}${NBSP}s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}${NBSP}min`;
  const hours = Math.floor((whole % DAY) / HOUR);
  if (whole < DAY) return `${hours}h${NBSP}${twoDigits(Math.floor((whole % HOUR) / MINUTE))}m`;
  return `${Math.floor(whole / DAY)}d${NBSP}${hours}h`;
}

/** How long ago, in one unit: `now` within the first two seconds, then `42 s ago`, `3 min ago`, `2 h ago`, `3 d ago`. */
export function formatAge(seconds: number | null): string {
  const whole = wholeSeconds(seconds);
  if (whole === null) return UNKNOWN;
  if (whole < 2) return "now";
  if (whole < HOUR) return `${formatSpan(whole)}${NBSP}ago`;
  return whole < DAY
    ? `${Math.floor(whole / HOUR)}${NBSP}h${NBSP}ago`
    : `${Math.floor(whole / DAY)}${NBSP}d${NBSP}ago`;
}

/** A percentage with one decimal: `12.3 %`, `0 %`, `100 %`. */
export function formatPercent(percent: number | null): string {
  if (percent === null || !Number.isFinite(percent)) return UNKNOWN;
  const tenths = Math.round(Math.min(100, Math.max(0, percent)) * 10);
  const text = tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1);
  return `${text}${NBSP}%`;
}

/** An instant for people who want it exactly: `2026-02-12 10:30:04 UTC`. */
export function formatInstant(atMs: number | null): string {
  if (atMs === null || !isInstant(atMs)) return "";
  const iso = isoText(atMs);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** An instant for `<time datetime>`; undefined leaves the attribute away. */
export function isoInstant(atMs: number | null): string | undefined {
  return atMs === null || !isInstant(atMs) ? undefined : isoText(atMs);
}

/** Texts of instants that were written lately: every page that the server gives has mostly those of the one before. */
const isoTexts = new Map<number, string>();

/** Beyond this many instants, which is several pages of a busy node, the store of texts begins anew. */
const ISO_TEXTS_LIMIT = 512;

function isoText(atMs: number): string {
  let text = isoTexts.get(atMs);
  if (text === undefined) {
    if (isoTexts.size >= ISO_TEXTS_LIMIT) isoTexts.clear();
    isoTexts.set(atMs, text = new Date(atMs).toISOString());
  }
  return text;
}

/** Beyond this many milliseconds from 1970 a `Date` is invalid. */
const LAST_INSTANT_MS = 8.64e15;

function isInstant(atMs: number): boolean {
  return Math.abs(atMs) <= LAST_INSTANT_MS;
}
