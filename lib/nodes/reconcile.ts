import type { XStat, XStatConn } from "../rpt/mod.ts";
import type { DomainEvent, LinkMode } from "../wire/mod.ts";
import { vanish } from "./keying.ts";
import type { Link } from "./link.ts";
import { type LocalNode, VARIABLE_LIMIT } from "./local_node.ts";
import { noteTexts } from "./notes.ts";
import { type KeyingRows, takeKeying } from "./reconcile_keying.ts";
import type { PollAnswer } from "./types.ts";

/** How long each of a node's own variables may be: an operator's scripts set them at will. */
const VARIABLE_LENGTH_LIMIT = 512;

/**
 * Lays a poll's answer over what the events told. The poll is complete and right as of when it was asked for; what an
 * event told after that is newer and stands. True when anything but running clocks changed.
 */
export function reconcile(node: LocalNode, answer: PollAnswer, nowMs: number, out: DomainEvent[]): boolean {
  const before = out.length;
  const firstRead = node.updatedAtMs === null;
  node.updatedAtMs = nowMs;
  const conns = connsByName(answer.xstat.conns);
  const modes = modesOf(answer.xstat);
  removeGone(node, conns, answer, nowMs, out);
  takeConns(node, conns, modes, answer, nowMs, out);
  takeKeying(node, { askedAtMs: answer.askedAtMs, ...rowsOf(answer) }, nowMs, out);
  takeLocal(node, answer, nowMs, out);
  const networkChanged = takeNetwork(node, answer);
  const variablesChanged = takeVariables(node, answer.xstat.variables);
  node.notesAtMs = nowMs;
  if (networkChanged || out.length > before) node.forgetTexts();
  return firstRead || networkChanged || variablesChanged || out.length > before;
}

/** One row per name; of several with one name the established one stands for all. */
function connsByName(conns: readonly XStatConn[]): ReadonlyMap<string, XStatConn> {
  const byName = new Map<string, XStatConn>();
  for (const conn of conns) {
    const other = byName.get(conn.name);
    if (!other || (other.state === "CONNECTING" && conn.state === "ESTABLISHED")) byName.set(conn.name, conn);
  }
  return byName;
}

/**
 * Mode of each adjacent link. LinkedNodes is current but lists distant nodes of the same name too, with other letters;
 * RPT_ALINKS is adjacent only but can be old. So: the one letter of LinkedNodes, else RPT_ALINKS, else local monitor,
 * which neither of them lists (rpt_link.c leaves MODE_LOCAL_MONITOR out).
 */
function modesOf(xstat: XStat): (conn: XStatConn) => LinkMode | null {
  const linked = new Map<string, LinkMode | "several">();
  for (const { name, mode } of xstat.linkedNodes.items) {
    const known = linked.get(name);
    linked.set(name, known === undefined || known === mode ? mode : "several");
  }
  const adjacent = new Map(xstat.adjacent?.items.map(({ name, mode }) => [name, mode] as const) ?? []);
  return ({ name, state }) => {
    if (state === "CONNECTING") return "C";
    const letter = linked.get(name);
    if (letter !== undefined && letter !== "several" && letter !== "C") return letter;
    const own = adjacent.get(name);
    if (own !== undefined && own !== "C") return own;
    return letter === undefined && own === undefined ? "L" : null;
  };
}

function removeGone(
  node: LocalNode,
  conns: ReadonlyMap<string, XStatConn>,
  answer: PollAnswer,
  nowMs: number,
  out: DomainEvent[],
): void {
  const eventsAreNewer = node.adjacentToldAtMs > answer.askedAtMs;
  for (const link of [...node.links.values()]) {
    // Names that begin with 0 are in neither list of app_rpt, so their absence says nothing.
    if (conns.has(link.name) || link.name.startsWith("0")) continue;
    if (link.mode === "L" || !eventsAreNewer) node.remove(link, nowMs, out);
  }
}

function takeConns(
  node: LocalNode,
  conns: ReadonlyMap<string, XStatConn>,
  modeOf: (conn: XStatConn) => LinkMode | null,
  answer: PollAnswer,
  nowMs: number,
  out: DomainEvent[],
): void {
  const added: Link[] = [];
  const updated: Link[] = [];
  for (const conn of conns.values()) {
    const mode = modeOf(conn);
    const known = node.links.get(conn.name);
    if (!known && node.wentAfter(conn.name, answer.askedAtMs)) continue;
    if (!known && node.isFull()) continue;
    const link = known ?? node.create({ name: conn.name, mode: mode ?? "T" }, nowMs);
    const changed = takeConn(node, link, conn, mode, answer, nowMs, out);
    if (!known) added.push(link);
    else if (changed) updated.push(link);
  }
  node.tell("LINK_ADDED", added, nowMs, out);
  node.tell("LINK_UPDATED", updated, nowMs, out);
}

function takeConn(
  node: LocalNode,
  link: Link,
  conn: XStatConn,
  mode: LinkMode | null,
  answer: PollAnswer,
  nowMs: number,
  out: DomainEvent[],
): boolean {
  // The address of a link that lost its channel for a moment is still its address.
  const ip = conn.noChannel ? link.ip : conn.ip;
  const facts = { direction: conn.direction, ip };
  const eventsAreNewer = node.adjacentToldAtMs > answer.askedAtMs && link.mode !== "L" && mode !== "L";
  if (eventsAreNewer && conn.state !== link.linkState) return link.learn(facts);
  if (conn.state === "CONNECTING") {
    node.advance(link, vanish(link.keying, nowMs), nowMs, out);
    const ended = link.disconnected();
    return link.learn({ ...facts, mode: "C", linkState: "CONNECTING" }) || ended;
  }
  const moved = link.connected(answer.askedAtMs - conn.elapsedSec * 1_000);
  const known = mode === null || (eventsAreNewer && link.mode !== null) ? {} : { mode };
  return link.learn({ ...facts, ...known, linkState: "ESTABLISHED" }) || moved;
}

/** SawStat's rows; where it was not answered, what RPT_ALINKS tells without ages. */
function rowsOf({ sawStat, xstat }: PollAnswer): Omit<KeyingRows, "askedAtMs"> {
  if (sawStat !== null) return { rows: sawStat.rows, hasAges: true };
  const items = xstat.adjacent?.items ?? [];
  const rows = items.map(({ name, keyed }) => ({ name, keyed, sinceKeyedSec: null, sinceUnkeyedSec: null }));
  return { rows, hasAges: false };
}

function takeLocal(node: LocalNode, answer: PollAnswer, nowMs: number, out: DomainEvent[]): void {
  const { variables } = answer.xstat;
  const receiving = variables.get("RPT_RXKEYED");
  const transmitting = variables.get("RPT_TXKEYED");
  if (receiving !== undefined && node.receiverToldAtMs <= answer.askedAtMs) {
    node.receive(receiving === "1", nowMs, out);
  }
  if (transmitting !== undefined && node.transmitterToldAtMs <= answer.askedAtMs) {
    node.transmit(transmitting === "1", nowMs, out);
  }
}

function takeNetwork(node: LocalNode, answer: PollAnswer): boolean {
  if (node.networkToldAtMs > answer.askedAtMs) return false;
  const { linkedNodes, adjacent } = answer.xstat;
  const changed = node.learnNetwork(linkedNodes.items) ||
    node.numLinks !== linkedNodes.items.length ||
    (adjacent !== null && node.numAdjacent !== adjacent.items.length);
  node.numLinks = linkedNodes.items.length;
  if (adjacent !== null) node.numAdjacent = adjacent.items.length;
  return changed;
}

/** The node's own variables, without those that are told in typed form elsewhere. */
function takeVariables(node: LocalNode, variables: ReadonlyMap<string, string>): boolean {
  const own = [...variables].filter(([name]) => !name.startsWith("RPT_"))
    .sort(([one], [other]) => one < other ? -1 : 1)
    .slice(0, VARIABLE_LIMIT)
    .map(([name, value]) => [name, value.slice(0, VARIABLE_LENGTH_LIMIT)] as const);
  const known = Object.entries(node.variables);
  const same = known.length === own.length && own.every(([name, value]) => node.variables[name] === value);
  if (same) return false;
  node.variables = Object.fromEntries(own);
  node.notes = noteTexts(variables);
  return true;
}
