import type { FavoriteActivity, FavoriteState } from "../wire/mod.ts";
import { agoWords } from "./control_words.ts";
import { formatPercent, formatSpan } from "./format.ts";
import { counted } from "./words.ts";

/** Who was keyed when it was read this long ago need not be any more. */
const KEYED_MS = 60_000;

/** What a favourite is doing, in words. */
export interface FavoriteWords {
  /** What its colour follows. */
  readonly state: FavoriteState;
  readonly word: string;
  /** Empty where nothing more is known. */
  readonly facts: string;
  /** As of when; empty where it was never read. */
  readonly age: string;
}

/** Tells what is known of a favourite at `nowMs`, the server's time. */
export function favoriteWords(activity: FavoriteActivity | undefined, nowMs: number): FavoriteWords {
  if (activity === undefined || activity.state === "unknown") {
    return { state: "unknown", word: "Not read yet", facts: "", age: "" };
  }
  const { state, read_at } = activity;
  if (state === "unlisted") return { state, word: "Not public", facts: "no statistics", age: "" };
  const readMs = read_at === null ? nowMs : Date.parse(read_at);
  const age = `read ${agoWords(Math.max(0, nowMs - readMs))}`;
  if (state === "offline") return { state, word: "Offline", facts: silence(activity, readMs), age };
  const facts = factsOf(activity);
  if (state === "keyed" && nowMs - readMs > KEYED_MS) {
    return { state: "active", word: "Was keyed", facts, age };
  }
  return { state, word: state === "keyed" ? "Keyed" : "Active", facts, age };
}

function silence({ reported_at }: FavoriteActivity, readMs: number): string {
  if (reported_at === null) return "";
  return `silent for ${formatSpan(Math.max(0, (readMs - Date.parse(reported_at)) / 1_000))}`;
}

function factsOf({ links, tx_percent, tx_of_seconds }: FavoriteActivity): string {
  const facts = [
    links !== null && counted(links, "link", "links"),
    tx_percent !== null && `on the air ${formatPercent(tx_percent)} of ${formatSpan(tx_of_seconds)}`,
  ];
  return facts.filter((fact) => typeof fact === "string").join(", ");
}
