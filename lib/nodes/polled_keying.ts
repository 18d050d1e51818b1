import {
  begin,
  type Edge,
  expireGrace,
  IDLE,
  type Keying,
  type KeyingStep,
  observeKeyed,
  stop,
} from "./keying.ts";

/** What SawStat says of one link, with the moment it was asked for. */
export interface PolledKeying {
  readonly keyed: boolean;
  readonly sinceKeyedSec: number | null;
  readonly sinceUnkeyedSec: number | null;
  readonly askedAtMs: number;
}

/** What is already known of the link's last transmission. */
export interface LastTransmission {
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/**
 * SawStat counts whole seconds of the server's clock (rpt_manager.c), so a time from it is late by up to a second and
 * the answer itself takes a while: only a difference above this is a missed edge and not rounding.
 */
const ROUNDING_MS = 2_000;

/**
 * Compares a poll with what the events told and repairs what they missed, with the times that the poll's ages give.
 * It never moves an edge that the events told within rounding, and never invents one that the ages do not show.
 */
export function observePolled(
  keying: Keying,
  polled: PolledKeying,
  last: LastTransmission,
  nowMs: number,
  graceMs: number,
): KeyingStep {
  const seen = polledTimes(polled, nowMs);
  if (keying.state === "idle") return fromIdle(polled.keyed, seen, last, nowMs);
  return polled.keyed
    ? stillKeyed(keying, seen, nowMs, graceMs)
    : noLongerKeyed(keying, seen, nowMs, graceMs);
}

interface PolledTimes {
  readonly startMs: number | null;
  readonly endMs: number | null;
}

function polledTimes(polled: PolledKeying, nowMs: number): PolledTimes {
  const ago = (sec: number | null) => sec === null ? null : Math.min(nowMs, polled.askedAtMs - sec * 1_000);
  return { startMs: ago(polled.sinceKeyedSec), endMs: ago(polled.sinceUnkeyedSec) };
}

function fromIdle(keyed: boolean, seen: PolledTimes, last: LastTransmission, nowMs: number): KeyingStep {
  if (keyed) return begin(Math.max(seen.startMs ?? nowMs, last.endMs ?? -Infinity), []);
  if (!missedWhole(seen, last)) return { keying: IDLE, edges: [] };
  return { keying: IDLE, edges: whole(seen.startMs, seen.endMs) };
}

/** A transmission that began and ended unseen: both ages are newer than anything known, by more than rounding. */
function missedWhole(
  seen: PolledTimes,
  last: LastTransmission,
): seen is { readonly startMs: number; readonly endMs: number } {
  if (seen.startMs === null || seen.endMs === null || seen.endMs <= seen.startMs) return false;
  return isAfter(seen.startMs, last.endMs) && isAfter(seen.endMs, last.endMs);
}

function isAfter(atMs: number, knownMs: number | null): boolean {
  return knownMs === null || atMs > knownMs + ROUNDING_MS;
}

function whole(startMs: number, endMs: number): readonly Edge[] {
  return [{ kind: "START", startMs, atMs: startMs }, stop(startMs, endMs)];
}

type Running = Exclude<Keying, { readonly state: "idle" }>;

function stillKeyed(keying: Running, seen: PolledTimes, nowMs: number, graceMs: number): KeyingStep {
  const { startMs, endMs } = seen;
  const unkeyedBetween = startMs !== null && endMs !== null && endMs > keying.sinceMs &&
    startMs > keying.sinceMs + ROUNDING_MS && startMs - endMs >= ROUNDING_MS;
  if (unkeyedBetween && keying.state !== "releasing") return begin(startMs, [stop(keying.sinceMs, endMs)]);
  return observeKeyed(keying, true, nowMs, graceMs);
}

function noLongerKeyed(keying: Running, seen: PolledTimes, nowMs: number, graceMs: number): KeyingStep {
  if (keying.state === "releasing") return releasedEarlier(keying, seen, nowMs, graceMs);
  const { startMs, endMs } = seen;
  // An age can make a short transmission seem to end just before it began.
  const known = endMs !== null && endMs >= keying.sinceMs - ROUNDING_MS;
  if (!known) return observeKeyed(keying, false, nowMs, graceMs);
  const unkeyedAtMs = Math.max(keying.sinceMs, endMs);
  const another = startMs !== null && keying.state === "unsure" && startMs > keying.lostAtMs &&
    endMs > startMs;
  if (another) {
    return { keying: IDLE, edges: [stop(keying.sinceMs, keying.lostAtMs), ...whole(startMs, endMs)] };
  }
  return expireGrace({ state: "releasing", sinceMs: keying.sinceMs, unkeyedAtMs }, nowMs, graceMs);
}

/** A key-up whose own event was lost is told late, by the list of somebody else's edge; the age knows better. */
function releasedEarlier(
  keying: Extract<Keying, { readonly state: "releasing" }>,
  { endMs }: PolledTimes,
  nowMs: number,
  graceMs: number,
): KeyingStep {
  const late = endMs !== null && endMs >= keying.sinceMs - ROUNDING_MS &&
    endMs < keying.unkeyedAtMs - ROUNDING_MS / 2;
  const unkeyedAtMs = late ? Math.max(keying.sinceMs, endMs) : keying.unkeyedAtMs;
  return expireGrace({ ...keying, unkeyedAtMs }, nowMs, graceMs);
}
