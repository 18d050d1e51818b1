import { effect, type ReadonlySignal } from "@preact/signals";
import type { NexusState } from "./presence.ts";

/** When Nexus was last heard, epoch milliseconds by this browser's clock; the offline page reads it. */
export const LAST_HEARD_KEY = "nexus.heard_at";

/** A browser that ends without a word knows it to the minute. */
const KEEP_MS = 60_000;

/** Keeps when Nexus was last heard, for the page that is shown when it cannot be reached. Gives a function that stops it. */
export function followLastHeard(nexus: ReadonlySignal<NexusState>): () => void {
  const listening = new AbortController();
  const keep = () => {
    if (nexus.peek().kind === "live") write(Date.now());
  };
  const timer = setInterval(keep, KEEP_MS);
  globalThis.addEventListener("pagehide", keep, { signal: listening.signal });
  let wasLive = false;
  const stop = effect(() => {
    const live = nexus.value.kind === "live";
    if (live !== wasLive) write(Date.now());
    wasLive = live;
  });
  return () => {
    clearInterval(timer);
    listening.abort();
    stop();
  };
}

function write(atMs: number): void {
  try {
    localStorage.setItem(LAST_HEARD_KEY, String(atMs));
  } catch {
    // Storage is switched off: the offline page then says nothing of the time.
  }
}
