import type { NodeStatus, TalkerEvent } from "../wire/mod.ts";
import { ageSec, isoOrNull } from "./instants.ts";
import type { Edge } from "./keying.ts";
import type { LocalNode } from "./local_node.ts";
import { describeNode } from "./names.ts";
import type { NameLookup, ServerFacts } from "./types.ts";

/** A local node as readers see it. */
export function nodeStatus(node: LocalNode, server: ServerFacts, nowMs: number): NodeStatus {
  const links = [...node.links.values()];
  const { names, displayNames } = node.options;
  return {
    node_id: node.id,
    server: node.options.server,
    name: displayNames.get(node.id) ?? null,
    ...describeNode(node.id, names),
    rx_keyed: node.rxKeyed,
    tx_keyed: node.txKeyed,
    uptime_sec: ageSec(server.bootedAtMs, nowMs),
    last_reload_sec: ageSec(server.lastReloadAtMs, nowMs),
    booted_at: isoOrNull(server.bootedAtMs),
    num_links: node.numLinks ?? node.network.length,
    num_alinks: node.numAdjacent ?? links.filter((link) => link.mode !== "L").length,
    links: links.map((link) => node.linkInfo(link, nowMs)),
    network: node.network,
    variables: node.variables,
    notes: node.notes.map((note) => ({ ...note, seen_at: new Date(node.notesAtMs).toISOString() })),
    ami: server.ami,
    updated_at: isoOrNull(node.updatedAtMs),
    stale: server.ami !== "connected" || node.updatedAtMs === null,
  };
}

/** An edge as the talker log tells it: `node` talks, heard on `localNode`. */
export function talkerEvent(localNode: string, node: string, edge: Edge, names: NameLookup): TalkerEvent {
  const { callsign, description } = describeNode(node, names);
  const stopped = edge.kind === "STOP";
  return {
    at: new Date(edge.atMs).toISOString(),
    kind: stopped ? "TX_STOP" : "TX_START",
    local_node: localNode,
    node,
    callsign,
    description,
    duration: stopped ? (edge.atMs - edge.startMs) / 1_000 : null,
  };
}
