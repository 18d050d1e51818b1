import { isNodeLookup, type NodeLookupAnswer } from "../wire/mod.ts";

/** What became of a search: an answer, too many searches of this address, or none that could be made. */
export type LookupReading =
  | { readonly kind: "found"; readonly answer: NodeLookupAnswer }
  | { readonly kind: "limited"; readonly retryAfterSec: number }
  | { readonly kind: "failed" };

const DEFAULT_RETRY_SEC = 5;

/** Asks `address` (the API's, without a query) for what was typed. Rejects only when `signal` ends it. */
export async function askLookup(address: string, query: string, signal: AbortSignal): Promise<LookupReading> {
  const url = `${address}?${new URLSearchParams(query === "" ? {} : { q: query })}`;
  try {
    const response = await fetch(url, { signal });
    if (response.status === 429) {
      await response.body?.cancel();
      const told = Number(response.headers.get("Retry-After") ?? NaN);
      return { kind: "limited", retryAfterSec: told > 0 ? told : DEFAULT_RETRY_SEC };
    }
    const body: unknown = await response.json();
    return isNodeLookup(body) ? { kind: "found", answer: body.data } : { kind: "failed" };
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: "failed" }; // Nexus is away, or what answered was not Nexus: the page says so
  }
}
