import type { DomainEvent } from "../wire/mod.ts";
import { vanish } from "./keying.ts";
import type { LocalNode } from "./local_node.ts";

/** Asterisk no longer has the node: its links go, and what was keyed ends with it. */
export function leave(node: LocalNode, nowMs: number, out: DomainEvent[]): void {
  for (const link of [...node.links.values()]) node.remove(link, nowMs, out);
  node.advanceReceiver(vanish(node.receiver.keying, nowMs), nowMs, out);
  node.receive(false, nowMs, out);
  node.transmit(false, nowMs, out);
}
