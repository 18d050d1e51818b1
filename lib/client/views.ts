import type { LinkInfo, NodeStatus, ServerStatus, TopLink } from "../wire/mod.ts";
import { nextLost } from "./link_marks.ts";
import {
  linkKey,
  type LinkView,
  type NodeModel,
  type NodeView,
  type ServerView,
  type TopEntry,
} from "./model.ts";

/** Below this two sums of seconds are the same: they differ only by rounding on their way here. */
const SAME_SECONDS = 0.05;

/** An ISO instant as epoch milliseconds; `null` for `null` and for what is no instant. */
export function instantMs(iso: string | null): number | null {
  if (iso === null) return null;
  const atMs = Date.parse(iso);
  return Number.isFinite(atMs) ? atMs : null;
}

/** Reads one link as of `asOfMs`. What did not change since `previous` stays the same object. */
export function linkView(info: LinkInfo, asOfMs: number, previous: LinkView | undefined): LinkView {
  const keyedSinceMs = info.current_tx
    ? instantMs(info.current_tx_since) ?? previous?.keyedSinceMs ?? asOfMs
    : null;
  const running = keyedSinceMs === null ? 0 : Math.max(0, asOfMs - keyedSinceMs) / 1000;
  const view: LinkView = {
    localNode: info.local_node,
    node: info.node,
    kind: info.kind,
    callsign: info.callsign,
    description: info.description,
    location: info.location,
    ip: info.ip,
    direction: info.direction,
    mode: info.mode,
    linkState: info.link_state,
    connectedSinceMs: connectedSinceMs(info, asOfMs, previous),
    keyedSinceMs,
    lastHeardAtMs: keyedSinceMs === null ? instantMs(info.last_heard_at ?? info.last_tx_end) : keyedSinceMs,
    endedTotalTxSeconds: seconds(info.total_tx_seconds - running),
    endedSessionTxSeconds: seconds(info.session_tx_seconds - running),
  };
  return previous && sameLink(previous, view) ? previous : view;
}

/** Where only the length of the session is known, its start is counted back once and then kept. */
function connectedSinceMs(info: LinkInfo, asOfMs: number, previous: LinkView | undefined): number | null {
  const told = instantMs(info.connected_since);
  if (told !== null || info.elapsed_seconds === null) return told;
  const counted = asOfMs - info.elapsed_seconds * 1000;
  const before = previous?.connectedSinceMs ?? null;
  return before !== null && Math.abs(before - counted) < 2_000 ? before : counted;
}

/** A sum of seconds that can be shown: never negative, never NaN, to the millisecond. */
function seconds(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.round(value * 1000) / 1000) : 0;
}

function sameLink(left: LinkView, right: LinkView): boolean {
  return left.kind === right.kind && left.callsign === right.callsign &&
    left.description === right.description && left.location === right.location && left.ip === right.ip &&
    left.direction === right.direction && left.mode === right.mode && left.linkState === right.linkState &&
    left.connectedSinceMs === right.connectedSinceMs && left.keyedSinceMs === right.keyedSinceMs &&
    left.lastHeardAtMs === right.lastHeardAtMs &&
    Math.abs(left.endedTotalTxSeconds - right.endedTotalTxSeconds) < SAME_SECONDS &&
    Math.abs(left.endedSessionTxSeconds - right.endedSessionTxSeconds) < SAME_SECONDS;
}

/** Reads the node itself. The start of a running transmission is kept from `previous`: a status does not tell it. */
export function nodeView(status: NodeStatus, asOfMs: number, previous: NodeView | undefined): NodeView {
  const uptimeBase = status.uptime_sec === null ? null : asOfMs - status.uptime_sec * 1000;
  return {
    nodeId: status.node_id,
    server: status.server,
    name: status.name,
    callsign: status.callsign,
    description: status.description,
    location: status.location,
    rxKeyed: status.rx_keyed,
    rxSinceMs: status.rx_keyed ? previous?.rxSinceMs ?? null : null,
    txKeyed: status.tx_keyed,
    txSinceMs: status.tx_keyed ? previous?.txSinceMs ?? null : null,
    bootedAtMs: instantMs(status.booted_at) ?? uptimeBase,
    notes: status.notes.map(({ kind, text, seen_at }) => ({ kind, text, seenAtMs: instantMs(seen_at) })),
    networkCount: status.num_links,
    ami: status.ami,
    updatedAtMs: instantMs(status.updated_at),
    stale: status.stale,
  };
}

/**
 * Takes a status with number `seq` into a node. Links about which a newer message has come already (by the other
 * stream) keep what that message said; for all others the status is the truth.
 */
export function nodeModel(
  status: NodeStatus,
  seq: number,
  asOfMs: number,
  previous: NodeModel | undefined,
): NodeModel {
  const newer = new Map([...previous?.linkSeqs ?? []].filter(([, linkSeq]) => linkSeq > seq));
  const links = new Map<string, LinkView>();
  for (const info of status.links) {
    if (newer.has(info.node)) continue;
    links.set(info.node, linkView(info, asOfMs, previous?.links.get(info.node)));
  }
  for (const node of newer.keys()) {
    const kept = previous?.links.get(node);
    if (kept) links.set(node, kept);
  }
  const view = nodeView(status, asOfMs, previous?.view);
  const shown = previous && sameLinks(previous.links, links) ? previous.links : links;
  return {
    view: previous ? keepNewerKeying(view, previous, seq) : view,
    links: shown,
    lost: previous ? nextLost(previous.lost, previous.links, shown, asOfMs) : new Map(),
    seq,
    asOfMs,
    linkSeqs: newer,
    keyedSeq: previous?.keyedSeq ?? { rx: 0, tx: 0 },
  };
}

function keepNewerKeying(view: NodeView, previous: NodeModel, seq: number): NodeView {
  const { rxKeyed, rxSinceMs, txKeyed, txSinceMs } = previous.view;
  const rx = previous.keyedSeq.rx > seq ? { rxKeyed, rxSinceMs } : {};
  const tx = previous.keyedSeq.tx > seq ? { txKeyed, txSinceMs } : {};
  return { ...view, ...rx, ...tx };
}

function sameLinks(left: ReadonlyMap<string, LinkView>, right: ReadonlyMap<string, LinkView>): boolean {
  if (left.size !== right.size) return false;
  for (const [node, link] of right) if (left.get(node) !== link) return false;
  return true;
}

/** Reads one server's session. */
export function serverView(status: ServerStatus): ServerView {
  return {
    server: status.server,
    state: status.state,
    sinceMs: instantMs(status.since),
    attempts: status.attempts,
    retryAtMs: instantMs(status.retry_at),
    lastError: status.last_error,
    ...(status.notice ? { notice: status.notice } : {}),
  };
}

/** Reads the top list, by `linkKey`. */
export function topEntries(
  rows: readonly Pick<TopLink, "local_node" | "node" | "callsign" | "description" | "total_tx_seconds">[],
): ReadonlyMap<string, TopEntry> {
  return new Map(rows.map((row) => [linkKey(row.local_node, row.node), {
    localNode: row.local_node,
    node: row.node,
    callsign: row.callsign,
    description: row.description,
    totalTxSeconds: seconds(row.total_tx_seconds),
  }]));
}
