import { isCallCause } from "../wire/mod.ts";
import { type InstantStyle, minuteOfDay, writeShortInstant } from "./instants.ts";

/** What the page of calls is asked for, as its address has it; empty for nothing. */
export interface CallsSearch {
  readonly q: string;
  /** `2026-02-12`, in the reader's time zone. */
  readonly day: string;
  readonly cause: string;
  /** Where the page of history begins. */
  readonly cursor: string;
}

/** Calls on one page of history. */
export const CALLS_SHOWN = 50;

/** Longest text that is searched for; the API's own limit. */
const MAX_QUERY_LENGTH = 100;

/** Longest part of what makes no sense that the page repeats. */
const MAX_SHOWN_LENGTH = 40;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Something in the address of the page that is none of what can be asked for, and is left out. */
export interface SearchMistake {
  readonly field: keyof CallsSearch;
  /** What was asked for, cut to a length that can be shown. */
  readonly value: string;
}

/** Reads the address of the page; what makes no sense is left out, and told. `isCursor`: whether a page can begin there. */
export function parseCallsSearch(
  params: URLSearchParams,
  isCursor: (text: string) => boolean,
): { readonly search: CallsSearch; readonly mistakes: readonly SearchMistake[] } {
  const mistakes: SearchMistake[] = [];
  const one = (field: keyof CallsSearch, isGood: (text: string) => boolean, kept = "") => {
    const text = (params.get(field) ?? "").trim();
    if (text === "" || isGood(text)) return text;
    mistakes.push({ field, value: text.slice(0, MAX_SHOWN_LENGTH) });
    return kept;
  };
  const q = (params.get("q") ?? "").replace(/\p{Cc}/gu, " ").trim();
  const search = {
    q: one("q", () => q.length <= MAX_QUERY_LENGTH, q.slice(0, MAX_QUERY_LENGTH)).replace(/\p{Cc}/gu, " "),
    day: one("day", isDay),
    cause: one("cause", isCallCause),
    cursor: one("cursor", isCursor),
  };
  return { search, mistakes };
}

/** The address of the page, without what is not asked for: `?q=alice`; empty for nothing at all. */
export function callsAddress(search: CallsSearch): string {
  const asked = Object.entries(search).filter(([, value]) => value !== "");
  return asked.length === 0 ? "" : `?${new URLSearchParams(asked)}`;
}

/** The query of the API for a search; a day is one of the reader's, in UTC without a style. */
export function callsQuery(search: CallsSearch, style: InstantStyle | null): string {
  const { day, cursor, q, cause } = search;
  const params = new URLSearchParams({ limit: String(CALLS_SHOWN) });
  for (const [name, value] of Object.entries({ q, cause, cursor })) if (value !== "") params.set(name, value);
  if (day !== "") {
    const { sinceMs, untilMs } = dayBounds(day, style);
    params.set("since", new Date(sinceMs).toISOString());
    params.set("until", new Date(untilMs).toISOString());
  }
  return `?${params}`;
}

/** When a day begins and ends where the reader is; days on which clocks change are longer or shorter. */
export function dayBounds(
  day: string,
  style: InstantStyle | null,
): { readonly sinceMs: number; readonly untilMs: number } {
  const noonMs = Date.parse(`${day}T12:00:00Z`);
  const next = new Date(noonMs + DAY_MS).toISOString().slice(0, 10);
  return { sinceMs: midnightOf(day, style), untilMs: midnightOf(next, style) };
}

/** Midnight is where the zone's clock shows it: found from UTC's, twice, since the first step may cross a change of clocks. */
function midnightOf(day: string, style: InstantStyle | null): number {
  const utcMs = Date.parse(`${day}T00:00:00Z`);
  if (style === null) return utcMs;
  const around = utcMs - offsetMs(utcMs, style);
  return utcMs - offsetMs(around, style);
}

/** How far ahead of UTC the clock of a style is at an instant. */
function offsetMs(atMs: number, style: InstantStyle): number {
  const day = writeShortInstant(atMs, { ...style, hours: "24" }, "minute").slice(0, 10);
  const shownMs = Date.parse(`${day}T00:00:00Z`) + minuteOfDay(atMs, style) * MINUTE_MS;
  return shownMs - Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
}

function isDay(text: string): boolean {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}
