import type { CallParty, CallTarget } from "./calls.ts";

/** Words of a search that count; more narrow nothing down. */
export const MAX_SEARCH_WORDS = 4;

/** Longest text that is searched: a call that rang very many is found by those who were connected, and the first of the others. */
const MAX_SEARCHED = 1_000;

/** Digits with what people put between them. */
const WRITTEN_NUMBER = /^\+?[\d\s().\/-]*\d[\d\s().\/-]*$/;

/** The words that a search asks for, in small letters, as many as count. A number may be written with blanks and dashes. */
export function searchWords(text: string): readonly string[] {
  const small = text.trim().toLowerCase();
  if (WRITTEN_NUMBER.test(small)) return [small.replace(/[^\d]/g, "")];
  return small.split(/\s+/).filter((word) => word !== "").slice(0, MAX_SEARCH_WORDS);
}

/** What is searched of a call. */
export interface SearchedCall {
  readonly from: CallParty;
  readonly to: CallTarget;
  readonly queue: string | null;
  readonly events?: readonly { readonly from: CallParty; readonly to: CallTarget }[];
  readonly legs: readonly { readonly party: CallParty }[];
}

/** What a search looks through: numbers, names, group and queue of everybody who was connected, or only rung. */
export function searchedText({ from, to, queue, events = [], legs }: SearchedCall): string {
  const connected = [from, to, ...events.flatMap((event) => [event.from, event.to])];
  const rung = legs.map(({ party }) => party);
  const texts = [...connected, ...rung].flatMap((party: CallTarget) => [
    party.extension,
    party.name ?? "",
    party.group ?? "",
  ]);
  const distinct = new Set([...texts, queue ?? ""].filter((text) => text !== ""));
  return [...distinct].join("\n").toLowerCase().slice(0, MAX_SEARCHED);
}

/** Whether a text has every word. */
export function hasWords(searched: string, words: readonly string[]): boolean {
  return words.every((word) => searched.includes(word));
}
