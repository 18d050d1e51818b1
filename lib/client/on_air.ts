import type { TalkerEvent } from "../wire/mod.ts";
import { type DashboardModel, linkKey, type LinkView, type NodeModel } from "./model.ts";
import { compareNodeIds } from "./node_order.ts";
import { frozenAtMs } from "./selectors.ts";
import { instantMs } from "./views.ts";

/** A local node as the strip names it. */
export interface HeardOn {
  readonly nodeId: string;
  /** Its name, else its callsign; empty when it has neither. */
  readonly name: string;
}

/** Somebody who talks, or who talked last, and how it was heard. */
export interface Talker {
  /** Tells talkers apart. */
  readonly key: string;
  /** The link it came through; the local node itself for its receiver. */
  readonly node: string;
  /** True when a local receiver hears it. */
  readonly local: boolean;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  /** The local nodes that hear it, never empty. */
  readonly on: readonly HeardOn[];
  /** Start while it talks, end afterwards, epoch milliseconds; `null` when that was not seen. */
  readonly atMs: number | null;
  /** True while somebody else talks into the same network. */
  readonly doubles: boolean;
}

/** What goes on over all local nodes that are shown. */
export type OnAir =
  /** There is no local node. */
  | { readonly kind: "empty" }
  /** `unheard` are local nodes of which nothing is known now. */
  | { readonly kind: "talking"; readonly talkers: readonly Talker[]; readonly unheard: readonly string[] }
  | { readonly kind: "quiet"; readonly last: Talker | null; readonly unheard: readonly string[] }
  /** Nothing is known now of any node; this was so at `asOfMs`, `null` when nothing was ever known. */
  | {
    readonly kind: "stale";
    readonly talkers: readonly Talker[];
    readonly last: Talker | null;
    readonly asOfMs: number | null;
  };

type Nodes = ReadonlyMap<string, NodeModel>;

/** A far end and its own local node stop within this time of each other: the way between them, and app_rpt's polling. */
const SAME_TALK_MS = 2_000;

/**
 * Tells who talks over all shown nodes, the longest first, else who talked last. Where local nodes are linked with each
 * other only the end where a talk comes in counts, not the links that pass it on; a far end heard by several local
 * nodes is one talker. Instants after `nowMs`, of a clock that was set back, count as now.
 */
export function onAir(model: DashboardModel, nowMs: number): OnAir {
  const { nodes } = model;
  if (nodes.size === 0) return { kind: "empty" };
  const live: Nodes = new Map([...nodes].filter(([, node]) => !node.view.stale));
  if (live.size === 0) {
    const talkers = talkersNow(nodes, model.talkers, nowMs);
    return { kind: "stale", talkers, last: lastTalker(model, nowMs), asOfMs: knownAtMs(model, nowMs) };
  }
  const unheard = [...nodes.keys()].filter((nodeId) => !live.has(nodeId));
  const talkers = talkersNow(live, model.talkers, nowMs);
  if (talkers.length > 0) return { kind: "talking", talkers, unheard };
  return { kind: "quiet", last: lastTalker(model, nowMs), unheard };
}

/** The last instant at which all that is shown was true for some node. */
function knownAtMs(model: DashboardModel, nowMs: number): number | null {
  const instants = [...model.nodes.values()].map((node) => frozenAtMs(model, node));
  const known = instants.filter((atMs) => atMs !== null);
  return known.length === 0 ? null : Math.min(nowMs, Math.max(...known));
}

function talkersNow(nodes: Nodes, events: readonly TalkerEvent[], nowMs: number): readonly Talker[] {
  const found: Talker[] = [];
  for (const node of nodes.values()) {
    if (node.view.rxKeyed) found.push(receiverTalker(node, receiverSinceMs(node, events)));
    for (const link of keyedLinks(node)) {
      if (!isPassThrough(nodes, link)) found.push(linkTalker(node, link, link.keyedSinceMs));
    }
  }
  const talkers = merged(found.map((talker) => notAfter(talker, nowMs)));
  talkers.sort((left, right) => (left.atMs ?? 0) - (right.atMs ?? 0) || compareTalkers(left, right));
  return withDoubles(nodes, talkers);
}

function keyedLinks(node: NodeModel): readonly LinkView[] {
  return [...node.links.values()].filter((link) => link.keyedSinceMs !== null);
}

/**
 * True when a keyed link only passes on what comes in further away among the local nodes: walking on from its far end
 * along keyed links, never back, comes to a keyed receiver, to a foreign node, or to a local node where the walk ends.
 */
function isPassThrough(nodes: Nodes, link: LinkView): boolean {
  const walked = new Set([link.localNode, link.node]);
  const ahead = [nodes.get(link.node)];
  for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
    if (node.view.rxKeyed) return true;
    for (const next of keyedLinks(node)) {
      if (walked.has(next.node)) continue;
      const beyond = nodes.get(next.node);
      if (beyond === undefined || !isSource(beyond, node.view.nodeId)) return true;
      walked.add(next.node);
      ahead.push(beyond);
    }
  }
  return false;
}

/** True when something is keyed at a node besides its link to `from`. */
function isSource(node: NodeModel, from: string): boolean {
  return node.view.rxKeyed || keyedLinks(node).some((link) => link.node !== from);
}

/** A status does not tell since when the receiver is keyed; the log does. */
function receiverSinceMs({ view }: NodeModel, events: readonly TalkerEvent[]): number | null {
  if (view.rxSinceMs !== null) return view.rxSinceMs;
  const newest = events.find((event) => event.local_node === view.nodeId && event.node === view.nodeId);
  return newest?.kind === "TX_START" ? instantMs(newest.at) : null;
}

function receiverTalker(node: NodeModel, atMs: number | null): Talker {
  const { nodeId, callsign, description, location } = node.view;
  const on = [heardOn(node)];
  const key = linkKey(nodeId, nodeId);
  return { key, node: nodeId, local: true, callsign, description, location, on, atMs, doubles: false };
}

/** A far end is the same talker whichever local node hears it. */
function linkTalker(node: NodeModel, link: LinkView, atMs: number | null): Talker {
  const { callsign, description, location } = link;
  const on = [heardOn(node)];
  const key = linkKey("", link.node);
  return { key, node: link.node, local: false, callsign, description, location, on, atMs, doubles: false };
}

function heardOn({ view }: NodeModel): HeardOn {
  return { nodeId: view.nodeId, name: view.name?.trim() || view.callsign?.trim() || "" };
}

function notAfter(talker: Talker, nowMs: number): Talker {
  return talker.atMs === null || talker.atMs <= nowMs ? talker : { ...talker, atMs: nowMs };
}

/** One talker for each key, since the first of its beginnings. */
function merged(found: readonly Talker[]): Talker[] {
  const talkers = new Map<string, Talker>();
  for (const talker of found) {
    const same = talkers.get(talker.key);
    if (same === undefined) talkers.set(talker.key, talker);
    else {
      const atMs = Math.min(same.atMs ?? Infinity, talker.atMs ?? Infinity);
      const on = [...same.on, ...talker.on];
      talkers.set(talker.key, { ...same, on, atMs: Number.isFinite(atMs) ? atMs : null });
    }
  }
  return [...talkers.values()];
}

function compareTalkers(left: Talker, right: Talker): number {
  return Number(right.local) - Number(left.local) || compareNodeIds(left.node, right.node);
}

/** Talkers double when they are heard in the same network: on one local node, or on several that are linked. */
function withDoubles(nodes: Nodes, talkers: readonly Talker[]): readonly Talker[] {
  if (talkers.length < 2) return talkers;
  const heardIn = talkers.map(({ on }) => reached(nodes, on.map(({ nodeId }) => nodeId)));
  return talkers.map((talker, index) => {
    const doubles = talkers.some((other, place) =>
      place !== index && other.on.some(({ nodeId }) => heardIn[index]?.has(nodeId))
    );
    return doubles ? { ...talker, doubles } : talker;
  });
}

/** These local nodes and all that are linked with them, whichever of the two lists the link. */
function reached(nodes: Nodes, from: readonly string[]): ReadonlySet<string> {
  const found = new Set(from);
  for (const nodeId of found) {
    for (const [otherId, other] of nodes) {
      if (nodes.get(nodeId)?.links.has(otherId) || other.links.has(nodeId)) found.add(otherId);
    }
  }
  return found;
}

/** Who talked last: links know when they were heard, the log also knows receivers and links that are gone. */
function lastTalker(model: DashboardModel, nowMs: number): Talker | null {
  const heard = [...heardByLinks(model.nodes), ...heardByLog(model)].map((talker) => notAfter(talker, nowMs));
  heard.sort((left, right) => (right.atMs ?? 0) - (left.atMs ?? 0) || compareTalkers(left, right));
  const newest = heard[0];
  if (newest === undefined) return null;
  const sameTalk = heard.filter(({ atMs }) => (newest.atMs ?? 0) - (atMs ?? 0) <= SAME_TALK_MS);
  const source = sameTalk.find((talker) => !wasPassThrough(talker, sameTalk)) ?? newest;
  const hearers = sameTalk.filter(({ key }) => key === source.key).flatMap(({ on }) => on);
  return { ...source, on: [...new Map(hearers.map((node) => [node.nodeId, node])).values()] };
}

/** True when the far end is a local node that heard the same talk come in somewhere else. */
function wasPassThrough(talker: Talker, sameTalk: readonly Talker[]): boolean {
  if (talker.local) return false;
  const fromNodes = new Set(talker.on.map(({ nodeId }) => nodeId));
  return sameTalk.some((other) =>
    other.on.some(({ nodeId }) => nodeId === talker.node) && (other.local || !fromNodes.has(other.node))
  );
}

function heardByLinks(nodes: Nodes): readonly Talker[] {
  const heard: Talker[] = [];
  for (const node of nodes.values()) {
    for (const link of node.links.values()) {
      if (link.lastHeardAtMs !== null) heard.push(linkTalker(node, link, link.lastHeardAtMs));
    }
  }
  return heard;
}

function heardByLog({ nodes, talkers }: DashboardModel): readonly Talker[] {
  const heard: Talker[] = [];
  for (const event of talkers) {
    const node = nodes.get(event.local_node);
    if (node === undefined) continue;
    const atMs = instantMs(event.at);
    if (event.node === event.local_node) heard.push(receiverTalker(node, atMs));
    else if (!node.links.has(event.node)) heard.push(goneTalker(node, event, atMs));
  }
  return heard;
}

function goneTalker(node: NodeModel, event: TalkerEvent, atMs: number | null): Talker {
  const { callsign, description } = event;
  const on = [heardOn(node)];
  const key = linkKey("", event.node);
  return {
    key,
    node: event.node,
    local: false,
    callsign,
    description,
    location: null,
    on,
    atMs,
    doubles: false,
  };
}
