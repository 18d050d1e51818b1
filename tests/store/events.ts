import type { DomainEvent, LinkInfo, NodeStatus } from "../../lib/wire/mod.ts";
import { openStore, type Store, type StoreOptions } from "../../lib/store/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { silentLink } from "../wire/samples.ts";

/** When the tests begin: 2026-02-12T10:00:00Z. */
export const T0 = Date.parse("2026-02-12T10:00:00.000Z");

/** An instant as on the wire. */
export function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** A link as the state machine tells it. */
export function info(node: string, more: Partial<LinkInfo> = {}): LinkInfo {
  return silentLink(node, {
    local_node: "1998",
    connected_since: iso(T0),
    elapsed_seconds: 0,
    session_tx_percent: null,
    ...more,
  });
}

/** Links that appeared. */
export function added(atMs: number, ...data: readonly LinkInfo[]): DomainEvent {
  return { kind: "LINK_ADDED", atMs, data };
}

/** Links that changed. */
export function updated(atMs: number, ...data: readonly LinkInfo[]): DomainEvent {
  return { kind: "LINK_UPDATED", atMs, data };
}

/** A link that went. */
export function removed(atMs: number, node: string, localNode = "1998"): DomainEvent {
  return { kind: "LINK_REMOVED", atMs, data: [{ local_node: localNode, node }] };
}

/** A link keyed with a total so far. */
export function keyed(atMs: number, node: string, totalSec: number, localNode = "1998"): DomainEvent {
  const at = iso(atMs);
  const sums = { total_tx_seconds: totalSec, last_tx_start: at, last_tx_end: null };
  return { kind: "LINK_TX", atMs, data: { local_node: localNode, node, kind: "START", at, ...sums } };
}

/** A link unkeyed with a total after it; told at `toldAtMs`. */
export function unkeyed(atMs: number, node: string, totalSec: number, toldAtMs = atMs): DomainEvent {
  const at = iso(atMs);
  const sums = { total_tx_seconds: totalSec, last_tx_start: null, last_tx_end: at };
  return { kind: "LINK_TX", atMs: toldAtMs, data: { local_node: "1998", node, kind: "STOP", at, ...sums } };
}

/** A transmission began, or with a duration ended. */
export function talk(
  atMs: number,
  node: string,
  duration: number | null = null,
  localNode = "1998",
): DomainEvent {
  const kind = duration === null ? "TX_START" : "TX_STOP";
  const names = { callsign: `W${node}`, description: "somewhere" };
  return {
    kind: "TALKER_EVENT",
    atMs,
    data: { at: iso(atMs), kind, local_node: localNode, node, ...names, duration },
  };
}

/** A local node's status with the links it has. */
export function status(atMs: number, links: readonly string[], more: Partial<NodeStatus> = {}): DomainEvent {
  return {
    kind: "STATUS_UPDATE",
    atMs,
    data: {
      node_id: "1998",
      server: "asterisk",
      name: null,
      callsign: null,
      description: null,
      location: null,
      rx_keyed: false,
      tx_keyed: false,
      uptime_sec: null,
      last_reload_sec: null,
      booted_at: null,
      num_links: links.length,
      num_alinks: links.length,
      links: links.map((node) => info(node)),
      network: [],
      variables: {},
      notes: [],
      ami: "connected",
      updated_at: iso(atMs),
      stale: false,
      ...more,
    },
  };
}

/** A store on virtual time, and the way to feed it. */
export interface Bench {
  readonly store: Store;
  readonly clock: VirtualClock;
  give(...events: readonly DomainEvent[]): void;
}

/** Opens a store whose clock stands at `atMs`. */
export function open(path = ":memory:", atMs = T0, more: Partial<StoreOptions> = {}): Bench {
  const clock = new VirtualClock(atMs);
  const store = openStore({ path, clock, log: silentLogger, retentionDays: 90, ...more });
  let number = 0;
  const give = (...events: readonly DomainEvent[]) => {
    for (const event of events) store.take({ number: ++number, event });
  };
  return { store, clock, give };
}

/** Runs with a database file in a directory of its own that is removed afterwards. */
export function withFile(run: (path: string) => void): void {
  const directory = Deno.makeTempDirSync({ prefix: "nexus-store-" });
  try {
    run(`${directory}/nexus.db`);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}

/** Total seconds by link, from the store. */
export function totals(store: Store): Record<string, number> {
  const stats = store.linkStats({ sort: "node_asc", limit: 1_000 });
  return Object.fromEntries(stats.map((stat) => [`${stat.local_node}/${stat.node}`, stat.total_tx_seconds]));
}
