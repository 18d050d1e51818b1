import type { SawStatRow } from "../rpt/mod.ts";
import type { DomainEvent } from "../wire/mod.ts";
import type { Keying, KeyingStep } from "./keying.ts";
import type { Link } from "./link.ts";
import type { LocalNode } from "./local_node.ts";
import { observePolled, type PolledKeying } from "./polled_keying.ts";
import type { KeyingAnswer } from "./types.ts";

/** Lays an answer to SawStat alone over what the events told; it tells nothing of which links there are. */
export function reconcileKeying(
  node: LocalNode,
  { askedAtMs, sawStat }: KeyingAnswer,
  nowMs: number,
  out: DomainEvent[],
): void {
  const before = out.length;
  takeKeying(node, { askedAtMs, rows: sawStat.rows, hasAges: true }, nowMs, out);
  if (out.length > before) node.forgetTexts();
}

/** Who is keyed as an answer tells it. */
export interface KeyingRows {
  readonly askedAtMs: number;
  readonly rows: readonly SawStatRow[];
  /** Whether a row without an age says that there is none, and not that it was not told. */
  readonly hasAges: boolean;
}

/** Lays who is keyed over what the events told, repairs what they missed, and tells what changed. */
export function takeKeying(
  node: LocalNode,
  { askedAtMs, rows, hasAges }: KeyingRows,
  nowMs: number,
  out: DomainEvent[],
): void {
  const eventsAreNewer = node.adjacentToldAtMs > askedAtMs;
  const byName = rowsByName(rows);
  const moved: Link[] = [];
  for (const link of inLikelyOrder(node, byName)) {
    const row = byName.get(link.name);
    if (!row || link.linkState === "CONNECTING" || (eventsAreNewer && link.mode !== "L")) continue;
    const sinceMs = link.keying.state === "idle" ? null : link.keying.sinceMs;
    const { lastTxStartMs: startMs, lastTxEndMs: endMs, startFromMs } = link;
    const last = { startMs, endMs, startFromMs, endUnsure: link.heldUntilMs > nowMs };
    const neverKeyed = hasAges && row.sinceKeyedSec === null && row.sinceUnkeyedSec === null;
    const polled = { ...row, neverKeyed, askedAtMs };
    const { unkeyGraceMs } = node.options;
    const before = link.keying;
    const step = observePolled(before, polled, last, nowMs, unkeyGraceMs, node.updates.nearest);
    node.advance(link, step, nowMs, out);
    for (const atMs of instantsOf(step)) node.updates.spend(atMs);
    if (before.state === "releasing" && step.keying.state === "keyed") {
      spendResumption(node, before, polled, nowMs);
    }
    if (node.updates.lastLostAtMs <= askedAtMs) node.settle(link);
    const { keying } = link;
    if (step.edges.length > 0 || keying.state === "idle" || sinceMs === keying.sinceMs) continue;
    link.lastTxStartMs = keying.sinceMs;
    moved.push(link);
  }
  node.confirm(askedAtMs);
  node.tell("LINK_UPDATED", moved, nowMs, out);
}

/** Who went on within the grace did so at a lost list, which then tells of nobody else. */
function spendResumption(
  { updates }: LocalNode,
  { unkeyedAtMs }: Extract<Keying, { readonly state: "releasing" }>,
  { askedAtMs, sinceKeyedSec }: PolledKeying,
  nowMs: number,
): void {
  const estimateMs = sinceKeyedSec === null ? unkeyedAtMs : askedAtMs - sinceKeyedSec * 1_000;
  const atMs = updates.nearest(estimateMs, unkeyedAtMs, nowMs);
  if (atMs !== null) updates.spend(atMs);
}

/**
 * Links in the order in which their edges most likely were, where the ages leave that open: who stopped made way for who began,
 * and who paused within the grace went on before anybody else.
 */
function inLikelyOrder(node: LocalNode, rows: ReadonlyMap<string, SawStatRow>): readonly Link[] {
  if (node.updates.isEmpty) return [...node.links.values()];
  const rank = ({ name, keying }: Link) => {
    if (rows.get(name)?.keyed !== true) return keying.state === "idle" ? 1 : 0;
    return keying.state === "releasing" ? 1 : 2;
  };
  return [...node.links.values()].sort((one, other) => rank(one) - rank(other));
}

/** Every instant that a step tells of. */
function instantsOf({ keying, edges }: KeyingStep): readonly number[] {
  const running = keying.state === "idle" ? [] : [keying.sinceMs];
  const released = keying.state === "releasing" ? [keying.unkeyedAtMs] : [];
  return [...edges.flatMap(({ startMs, atMs }) => [startMs, atMs]), ...running, ...released];
}

/** One row per name; of several with one name a keyed one stands for all. */
function rowsByName(rows: readonly SawStatRow[]): ReadonlyMap<string, SawStatRow> {
  const byName = new Map<string, SawStatRow>();
  for (const row of rows) if (!byName.get(row.name)?.keyed) byName.set(row.name, row);
  return byName;
}
