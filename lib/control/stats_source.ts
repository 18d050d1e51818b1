import type { Clock } from "../clock/mod.ts";
import { type NodeStats, readNodeStats } from "./node_stats.ts";

/** Where AllStarLink publishes what its nodes tell of themselves. */
export const PUBLIC_STATS_URL = "https://stats.allstarlink.org/api/stats";

/** An answer takes a second; who waits longer is not served. */
const TIMEOUT_MS = 10_000;

/** A hub of some hundred links has half of it, as each link is told with its owner. */
const MAX_BYTES = 1_000_000;

/** Longer waits that the server asks for are no waits. */
const MAX_RETRY_SEC = 3_600;

/** What came of asking about one node. `why` is one line for people. */
export type StatsAnswer =
  /** `atMs`: when it was so, by the clock of the server. */
  | { readonly kind: "stats"; readonly stats: NodeStats; readonly atMs: number }
  /** The statistics do not know the node. */
  | { readonly kind: "unlisted" }
  /** There were too many requests; `retryMs` is how long the server wants to be left alone, `null` where it does not say. */
  | { readonly kind: "busy"; readonly retryMs: number | null }
  | { readonly kind: "failed"; readonly why: string };

/** Asks about one node; never rejects. */
export type AskStats = (node: string, signal: AbortSignal) => Promise<StatsAnswer>;

/** Where the statistics are asked. */
export interface StatsSourceOptions {
  /** The address without the number of the node. */
  readonly url: string;
  readonly userAgent: string;
  readonly clock: Clock;
}

/** The statistics of the web. */
export function statsSource({ url, userAgent, clock }: StatsSourceOptions): AskStats {
  const base = url.replace(/\/+$/, "");
  const headers = { "User-Agent": userAgent, Accept: "application/json" };
  return async (node, outer) => {
    const late = new AbortController();
    const timer = clock.after(TIMEOUT_MS, () => late.abort());
    try {
      const signal = AbortSignal.any([outer, late.signal]);
      return await read(await fetch(`${base}/${encodeURIComponent(node)}`, { headers, signal }), node, clock);
    } catch (error) {
      const isLate = late.signal.aborted;
      return { kind: "failed", why: isLate ? `no answer within ${TIMEOUT_MS / 1_000} s` : reasonOf(error) };
    } finally {
      timer.cancel();
    }
  };
}

async function read(response: Response, node: string, clock: Clock): Promise<StatsAnswer> {
  if (response.status === 200) {
    const stats = readNodeStats(jsonOf(await textOf(response)), node);
    if (stats === undefined) return { kind: "failed", why: "the answer was not understood" };
    const saidMs = Date.parse(response.headers.get("Date") ?? "");
    return { kind: "stats", stats, atMs: saidMs > 0 ? saidMs : clock.now() };
  }
  await response.body?.cancel();
  if (response.status === 404) return { kind: "unlisted" };
  if (response.status === 429) return { kind: "busy", retryMs: retryMs(response.headers.get("Retry-After")) };
  return { kind: "failed", why: `status ${response.status}` };
}

function retryMs(text: string | null): number | null {
  if (text === null || !/^\d{1,9}$/.test(text)) return null;
  return Math.min(MAX_RETRY_SEC, Number(text)) * 1_000;
}

/** The body as text. Errors: throws for one that is too long; leaving the loop ends the request. */
async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new Error(`the answer is longer than ${MAX_BYTES} bytes`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a page of somebody in between
  }
}

/** One line without the address, which may hold a secret. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  return error.message.replace(/\(?https?:\/\/\S+/g, "").replace(/\s+/g, " ").trim().slice(0, 200);
}
