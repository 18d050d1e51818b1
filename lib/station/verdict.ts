import type { PollVerdict } from "../poller/mod.ts";
import type { DomainEvent, DomainKind } from "../wire/mod.ts";

const LINK_CHANGES: ReadonlySet<DomainKind> = new Set(["LINK_ADDED", "LINK_REMOVED", "LINK_UPDATED"]);
const EDGES: ReadonlySet<DomainKind> = new Set(["LINK_TX", "NODE_RX", "NODE_TX"]);

/** What the events that an answer led to say of it. */
export function pollVerdict(told: readonly DomainEvent[]): PollVerdict {
  const linksChanged = told.some(({ kind }) => LINK_CHANGES.has(kind));
  return { linksChanged, disagreed: linksChanged || told.some(({ kind }) => EDGES.has(kind)) };
}
