import type { LinkInfo, NodeStatus } from "../wire/mod.ts";
import { MAX_LABEL_LENGTH, plainText } from "./text.ts";

/** How a badge looks; the words say it too. */
export type BadgeTone = "quiet" | "talking" | "transmitting" | "stale" | "offline";

/** What a badge says. */
export interface BadgeFace {
  readonly label: string;
  readonly message: string;
  readonly tone: BadgeTone;
}

/** Longest name of a talker, in characters. */
const MAX_NAME_LENGTH = 24;

/** What was known this long ago is worth nothing any more; a restart and a short outage are over by then. */
const OFFLINE_AFTER_MS = 900_000;

const MINUTE_MS = 60_000;

/**
 * Says how a node is: who talks, or that it is quiet and how many links it has. A node that Asterisk tells nothing of is
 * stale with its age, and offline when it was never read or the last word is older than 15 min. `label` replaces the name.
 */
export function badgeFace(status: NodeStatus, nowMs: number, label: string | null): BadgeFace {
  const name = status.callsign?.trim() || status.name?.trim() || "Node";
  const shown = label ?? `${name} ${status.node_id}`;
  return { label: plainText(shown, MAX_LABEL_LENGTH), ...said(status, nowMs) };
}

/** The badge of what is no node, or not to be told now. */
export function noFace(message: string, label: string | null): BadgeFace {
  return { label: plainText(label ?? "Node", MAX_LABEL_LENGTH), message, tone: "offline" };
}

function said(status: NodeStatus, nowMs: number): Omit<BadgeFace, "label"> {
  if (status.stale) return staleWords(status.updated_at, nowMs);
  const voices = voicesOf(status);
  if (voices.length > 0) return { message: voiceWords(voices), tone: "talking" };
  if (status.tx_keyed) return { message: "transmitting", tone: "transmitting" };
  const count = status.links.filter((link) => link.link_state === "ESTABLISHED").length;
  return { message: `quiet, ${count === 1 ? "1 link" : `${count} links`}`, tone: "quiet" };
}

function staleWords(updatedAt: string | null, nowMs: number): Omit<BadgeFace, "label"> {
  const ageMs = updatedAt === null ? Infinity : nowMs - Date.parse(updatedAt);
  if (!(ageMs < OFFLINE_AFTER_MS)) return { message: "offline", tone: "offline" };
  const minutes = Math.floor(Math.max(0, ageMs) / MINUTE_MS);
  return { message: minutes === 0 ? "stale, under 1 min old" : `stale, ${minutes} min old`, tone: "stale" };
}

/** Everybody who talks, the local receiver first, then the longest. */
function voicesOf(status: NodeStatus): readonly string[] {
  const keyed = status.links.filter((link) => link.current_tx);
  keyed.sort((left, right) => since(left) - since(right));
  const voices = keyed.map((link) => link.callsign?.trim() || link.description?.trim() || link.node);
  if (status.rx_keyed) voices.unshift("local receiver");
  return voices.map((name) => plainText(name, MAX_NAME_LENGTH));
}

function since(link: LinkInfo): number {
  return link.current_tx_since === null ? 0 : Date.parse(link.current_tx_since);
}

function voiceWords([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? `on air: ${first}` : `double: ${first} + ${others.length}`;
}
