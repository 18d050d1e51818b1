import type { TalkerEvent } from "../wire/mod.ts";
import { compareLinks } from "./link_order.ts";
import type { DashboardModel, LinkView, NodeModel } from "./model.ts";
import { compareNodeIds } from "./node_order.ts";
import { instantMs } from "./views.ts";

/** How many links are up, how many are being tried, and how many nodes the whole network has. */
export interface LinkCounts {
  readonly adjacent: number;
  readonly connecting: number;
  readonly network: number;
}

/** Counts what is listed, so that the number above the table is the number of its rows. */
export function linkCounts(node: NodeModel): LinkCounts {
  let connecting = 0;
  for (const link of node.links.values()) if (link.linkState === "CONNECTING") connecting++;
  const adjacent = node.links.size - connecting;
  return { adjacent, connecting, network: Math.max(node.view.networkCount, adjacent) };
}

/** Somebody who talks, or who talked last. */
export interface Voice {
  readonly node: string;
  /** True for the local receiver. */
  readonly local: boolean;
  readonly callsign: string | null;
  readonly description: string | null;
  /** Start while it talks, end afterwards; `null` when that was not seen. */
  readonly atMs: number | null;
}

/** What goes on at one node: who talks, or who was heard last. */
export type Activity =
  | { readonly kind: "talking"; readonly voices: readonly Voice[] }
  | { readonly kind: "quiet"; readonly last: Voice | null };

/**
 * Tells who talks at a node, several when they double, the local receiver first, then the longest; else who was heard
 * last. What the receiver heard is known from the talker log only.
 */
export function nodeActivity(node: NodeModel, talkers: readonly TalkerEvent[]): Activity {
  const voices = [...node.links.values()].filter((link) => link.keyedSinceMs !== null)
    .sort((left, right) => (left.keyedSinceMs ?? 0) - (right.keyedSinceMs ?? 0) || compareLinks(left, right))
    .map((link) => voiceOf(link, link.keyedSinceMs));
  const local = lastLocal(node, talkers);
  if (node.view.rxKeyed) {
    const startedAtMs = local?.kind === "TX_START" ? instantMs(local.at) : null;
    voices.unshift(localVoice(node, node.view.rxSinceMs ?? startedAtMs));
  }
  if (voices.length > 0) return { kind: "talking", voices };
  const heard: Voice[] = [...node.links.values()].map((link) => voiceOf(link, link.lastHeardAtMs));
  if (local) heard.push(localVoice(node, instantMs(local.at)));
  return { kind: "quiet", last: latest(heard) };
}

/** The newest event of the local receiver. */
function lastLocal(node: NodeModel, talkers: readonly TalkerEvent[]): TalkerEvent | undefined {
  const { nodeId } = node.view;
  return talkers.find((event) => event.local_node === nodeId && event.node === nodeId);
}

function latest(heard: readonly Voice[]): Voice | null {
  const known = heard.filter((voice) => voice.atMs !== null);
  known.sort((left, right) => (right.atMs ?? 0) - (left.atMs ?? 0) || compareNodeIds(left.node, right.node));
  return known[0] ?? null;
}

function voiceOf(link: LinkView, atMs: number | null): Voice {
  return { node: link.node, local: false, callsign: link.callsign, description: link.description, atMs };
}

function localVoice(node: NodeModel, atMs: number | null): Voice {
  return { node: node.view.nodeId, local: true, callsign: null, description: null, atMs };
}

/** The last instant at which what is shown of a node was certainly true; `null` while it is true now. */
export function frozenAtMs(model: DashboardModel, node: NodeModel): number | null {
  if (!node.view.stale) return null;
  const server = model.servers.get(node.view.server);
  const lostAtMs = server && server.state !== "connected" ? server.sinceMs : null;
  return node.view.updatedAtMs ?? lostAtMs;
}
