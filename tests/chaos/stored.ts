import type { NodesView } from "../../lib/nodes/mod.ts";
import type { Store } from "../../lib/store/mod.ts";
import type { DomainEvent } from "../../lib/wire/mod.ts";
import { type Span, totalMs } from "./truth.ts";

/** Sums of rounded times, one rounding for each edge of a run. */
const ROUNDING_MS = 50;

/** Feeds a store as the bus does. */
export function feed(store: Store): (events: readonly DomainEvent[]) => void {
  let number = 0;
  return (events) => {
    for (const event of events) store.take({ number: ++number, event });
  };
}

/** Where the store does not hold what was told live: totals of links, and the sum of their transmissions. */
export function storedDifferences(
  store: Store,
  nodes: NodesView,
  told: ReadonlyMap<string, readonly Span[]>,
  nowMs: number,
): string[] {
  const found: string[] = [];
  for (const link of nodes.statuses(nowMs).flatMap(({ links }) => links)) {
    const liveMs = link.total_tx_seconds * 1_000;
    const storedMs = store.recallLink(link.local_node, link.node)?.totalTxMs ?? 0;
    // Unkeyed, but not yet told as ended: until then the database takes it for running.
    const graceMs = link.current_tx ? nowMs - Date.parse(link.last_heard_at ?? "") : 0;
    if (storedMs < liveMs - ROUNDING_MS || storedMs > liveMs + graceMs + ROUNDING_MS) {
      found.push(`${link.local_node}/${link.node}: ${storedMs} ms are stored, ${liveMs} ms live`);
    }
  }
  const sums = new Map<string, number>();
  for (const row of store.recentTransmissions({ sinceMs: 0, limit: 100_000 })) {
    const key = `${row.localNode}/${row.node}`;
    sums.set(key, (sums.get(key) ?? 0) + (row.endedAtMs ?? nowMs) - row.startedAtMs);
  }
  for (const [key, spans] of told) {
    const offMs = (sums.get(key) ?? 0) - totalMs(spans, nowMs);
    if (Math.abs(offMs) > ROUNDING_MS) found.push(`${key}: transmissions are ${offMs} ms off what was told`);
  }
  if (store.metrics.shrinksRefused > 0) {
    found.push(`${store.metrics.shrinksRefused} totals would have shrunk`);
  }
  if (store.metrics.invalid > 0) found.push(`${store.metrics.invalid} events were not understood`);
  return found;
}
