import type { CallParty, CallTarget } from "./calls.ts";
import type { CallMoment } from "./call_history.ts";

/** Words of a search that count; more narrow nothing down. */
export const MAX_SEARCH_WORDS = 4;

/** Longest text that is searched: a call that was handed on many times is found by its first parties. */
const MAX_SEARCHED = 500;

/** Digits with what people put between them. */
const WRITTEN_NUMBER = /^\+?[\d\s().\/-]*\d[\d\s().\/-]*$/;

/** The words that a search asks for, in small letters, as many as count. A number may be written with blanks and dashes. */
export function searchWords(text: string): readonly string[] {
  const small = text.trim().toLowerCase();
  if (WRITTEN_NUMBER.test(small)) return [small.replace(/[^\d]/g, "")];
  return small.split(/\s+/).filter((word) => word !== "").slice(0, MAX_SEARCH_WORDS);
}

/** What a search looks through: numbers, names, group and queue of everybody who was connected. */
export function searchedText(
  call: { readonly from: CallParty; readonly to: CallTarget; readonly queue: string | null },
  events: readonly CallMoment[] = [],
): string {
  const parties = [call, ...events].flatMap(({ from, to }) => [from, to]);
  const texts = parties.flatMap((party) => [
    party.extension,
    party.name ?? "",
    "group" in party ? party.group ?? "" : "",
  ]);
  const distinct = new Set([...texts, call.queue ?? ""].filter((text) => text !== ""));
  return [...distinct].join("\n").toLowerCase().slice(0, MAX_SEARCHED);
}

/** Whether a text has every word. */
export function hasWords(searched: string, words: readonly string[]): boolean {
  return words.every((word) => searched.includes(word));
}
