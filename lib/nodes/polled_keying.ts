import {
  begin,
  type Edge,
  end,
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
  /** SawStat says that it did not key since the link is there; absent: that is not known. */
  readonly neverKeyed?: boolean;
}

/** What is already known of the link's last transmission. */
export interface LastTransmission {
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** The running transmission was told late, maybe: it began at this instant or later; absent or `null`: when it was told. */
  readonly startFromMs?: number | null;
  /** Its end was told late, maybe. */
  readonly endUnsure?: boolean;
}

/** The instant near an estimate, from one to another, at which an edge is known to have been; `null` when none is. */
export type Witness = (estimateMs: number, fromMs: number, toMs: number) => number | null;

/**
 * SawStat counts whole seconds of the server's clock (rpt_manager.c), so a time from it is off by up to a second and
 * the answer itself takes a while: only a difference above this is a missed edge and not rounding.
 */
const ROUNDING_MS = 2_000;

/** The same where the edges themselves have a witness. */
const WITNESSED_MS = 1_000;

/**
 * Compares a poll with what the events told and repairs what they missed, with the times that the poll's ages give and,
 * where there is one, the exact one of a witness. It never moves an edge that the events told surely within rounding,
 * and never invents one that the ages do not show.
 */
export function observePolled(
  keying: Keying,
  polled: PolledKeying,
  last: LastTransmission,
  nowMs: number,
  graceMs: number,
  witness: Witness = () => null,
): KeyingStep {
  const { neverKeyed = false } = polled;
  const askedAtMs = Math.min(nowMs, polled.askedAtMs);
  const sight: Sight = {
    ...polledTimes(polled, nowMs),
    neverKeyed,
    last,
    askedAtMs,
    nowMs,
    graceMs,
    witness,
  };
  if (keying.state === "idle") return polled.keyed ? keyedUnseen(sight) : missedWhole(sight);
  const known = startEarlier(keying, sight);
  return polled.keyed ? stillKeyed(known, sight) : noLongerKeyed(known, sight);
}

interface PolledTimes {
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** A poll with everything that helps to read it. */
interface Sight extends PolledTimes {
  readonly neverKeyed: boolean;
  readonly last: LastTransmission;
  /** What the poll says is as of this instant, which can be seconds ago. */
  readonly askedAtMs: number;
  readonly nowMs: number;
  readonly graceMs: number;
  readonly witness: Witness;
}

type Running = Exclude<Keying, { readonly state: "idle" }>;
type Releasing = Extract<Keying, { readonly state: "releasing" }>;

const STILL_IDLE: KeyingStep = { keying: IDLE, edges: [] };

function polledTimes(polled: PolledKeying, nowMs: number): PolledTimes {
  const ago = (sec: number | null) => sec === null ? null : Math.min(nowMs, polled.askedAtMs - sec * 1_000);
  return { startMs: ago(polled.sinceKeyedSec), endMs: ago(polled.sinceUnkeyedSec) };
}

/** Where an edge was that the ages put at an estimate and that can only have been between two instants. */
function placed({ witness }: Sight, estimateMs: number, fromMs: number, toMs: number): number {
  return witness(estimateMs, fromMs, toMs) ?? Math.max(fromMs, Math.min(toMs, estimateMs));
}

/** The same for an edge that may also have been when it was told. */
function toldOrPlaced(sight: Sight, estimateMs: number, fromMs: number, toldMs: number): number {
  const otherMs = placed(sight, estimateMs, fromMs, toldMs);
  const toldOffMs = Math.abs(toldMs - estimateMs);
  const wasSeen = sight.witness(estimateMs, fromMs, toldMs) !== null;
  const better = wasSeen ? Math.abs(otherMs - estimateMs) < toldOffMs : toldOffMs > WITNESSED_MS;
  return better ? otherMs : toldMs;
}

function keyedUnseen(sight: Sight): KeyingStep {
  const { startMs, last, askedAtMs, nowMs } = sight;
  return begin(placed(sight, startMs ?? askedAtMs, Math.min(nowMs, last.endMs ?? -Infinity), nowMs), []);
}

/** A transmission that began and ended unseen: both ages are newer than anything known, by more than rounding. */
function missedWhole(sight: Sight): KeyingStep {
  const edges = wholeAfter(sight, sight.last.endMs);
  return edges === null ? STILL_IDLE : { keying: IDLE, edges };
}

/** The transmission that the ages tell of, when all of it was after `knownMs`; `null` when there is none. */
function wholeAfter(sight: Sight, knownMs: number | null): readonly Edge[] | null {
  const { startMs, endMs } = sight;
  if (startMs === null || endMs === null) return null;
  const fromMs = knownMs ?? -Infinity;
  const seen = witnessedPair(sight, startMs, endMs, fromMs);
  const leastMs = fromMs + (seen ? WITNESSED_MS : ROUNDING_MS);
  if (startMs <= leastMs || endMs <= leastMs) return null;
  if (seen) return whole(seen.startMs, seen.endMs);
  return endMs > startMs ? whole(startMs, endMs) : null;
}

/** Both edges of a transmission as witnessed, in their order; `null` when one of them is not. */
function witnessedPair({ witness, nowMs }: Sight, startMs: number, endMs: number, fromMs: number) {
  const seenEndMs = witness(endMs, fromMs, nowMs);
  if (seenEndMs === null) return null;
  const beforeMs = witness(startMs, fromMs, seenEndMs - 1);
  if (beforeMs !== null) return { startMs: beforeMs, endMs: seenEndMs };
  // Of a short one both ages are the same, and the edge nearest to it can be its beginning.
  const afterMs = witness(endMs, seenEndMs + 1, nowMs);
  return afterMs === null ? null : { startMs: seenEndMs, endMs: afterMs };
}

function whole(startMs: number, endMs: number): readonly Edge[] {
  return [{ kind: "START", startMs, atMs: startMs }, stop(startMs, endMs)];
}

/** A key-down whose own event was lost is told late, by the list of somebody else's edge; the age knows better. */
function startEarlier(keying: Running, sight: Sight): Running {
  const { startMs, last: { startFromMs = null } } = sight;
  if (startFromMs === null || startMs === null) return keying;
  // Newer than what was told: the age is that of another key-down, and nobody knows of the first.
  if (startMs > keying.sinceMs + WITNESSED_MS) return keying;
  return { ...keying, sinceMs: toldOrPlaced(sight, startMs, startFromMs, keying.sinceMs) };
}

function stillKeyed(keying: Running, sight: Sight): KeyingStep {
  const { startMs, nowMs, graceMs } = sight;
  if (keying.state === "releasing") {
    if (startMs === null || startMs < keying.unkeyedAtMs - WITNESSED_MS) {
      return observeKeyed(keying, true, nowMs, graceMs);
    }
    return observeKeyed(keying, true, placed(sight, startMs, keying.unkeyedAtMs, nowMs), graceMs);
  }
  const again = keyedAgain(keying, sight);
  return again ?? observeKeyed(keying, true, nowMs, graceMs);
}

/** Both edges of a gap in the running transmission were missed; `null` when there was none that counts. */
function keyedAgain(keying: Running, sight: Sight): KeyingStep | null {
  const { startMs, endMs, nowMs, graceMs, witness } = sight;
  const { sinceMs } = keying;
  if (startMs === null || endMs === null || endMs <= sinceMs) return null;
  const seenStartMs = witness(startMs, sinceMs, nowMs);
  const seenEndMs = seenStartMs === null ? null : witness(endMs, sinceMs, seenStartMs - 1);
  if (seenStartMs !== null && seenEndMs !== null && startMs > sinceMs + WITNESSED_MS) {
    if (seenStartMs - seenEndMs < graceMs) return null;
    return begin(seenStartMs, [stop(sinceMs, seenEndMs)]);
  }
  if (startMs <= sinceMs + ROUNDING_MS || startMs - endMs < ROUNDING_MS) return null;
  return begin(startMs, [stop(sinceMs, endMs)]);
}

function noLongerKeyed(keying: Running, sight: Sight): KeyingStep {
  if (keying.state === "releasing") return releasedEarlier(keying, sight);
  const { startMs, endMs, askedAtMs, nowMs, graceMs } = sight;
  const { sinceMs } = keying;
  // It never keyed, so it is another link of that name: the one that was keyed cannot go on within the grace.
  if (sight.neverKeyed && keying.state === "keyed") {
    return { keying: IDLE, edges: [stop(sinceMs, nowMs)] };
  }
  // An age can make a short transmission seem to end just before it began.
  const known = endMs !== null && endMs >= sinceMs - ROUNDING_MS;
  if (!known) return observeKeyed(keying, false, Math.max(sinceMs, askedAtMs), graceMs);
  const another = startMs !== null && keying.state === "unsure" && startMs > keying.lostAtMs &&
    endMs > startMs;
  if (another) {
    return { keying: IDLE, edges: [stop(sinceMs, keying.lostAtMs), ...whole(startMs, endMs)] };
  }
  const unkeyedAtMs = placed(sight, endMs, sinceMs, nowMs);
  return expireGrace({ state: "releasing", sinceMs, unkeyedAtMs }, nowMs, graceMs);
}

/** A key-up whose own event was lost is told late, by the list of somebody else's edge; the age knows better. */
function releasedEarlier(keying: Releasing, sight: Sight): KeyingStep {
  const { endMs, last: { endUnsure = false }, nowMs, graceMs } = sight;
  const wentOn = wentOnWithin(keying, sight);
  if (wentOn !== null) return expireGrace({ ...keying, unkeyedAtMs: wentOn }, nowMs, graceMs);
  const more = wholeAfter(sight, keying.unkeyedAtMs);
  if (more !== null) return { keying: IDLE, edges: [stop(keying.sinceMs, keying.unkeyedAtMs), ...more] };
  const told = endMs === null || endMs < keying.sinceMs - ROUNDING_MS;
  const late = !told && (endUnsure || endMs < keying.unkeyedAtMs - WITNESSED_MS);
  const unkeyedAtMs = late
    ? toldOrPlaced(sight, endMs, keying.sinceMs, keying.unkeyedAtMs)
    : keying.unkeyedAtMs;
  // Events that come late tell of an end long past: whoever was silent for longer than the grace does not go on.
  if (endMs !== null && nowMs - endMs > graceMs + WITNESSED_MS) return end(keying.sinceMs, unkeyedAtMs);
  return expireGrace({ ...keying, unkeyedAtMs }, nowMs, graceMs);
}

/** Until when it went on after a pause within the grace, both ends of which were missed; `null` where it did not. */
function wentOnWithin({ sinceMs, unkeyedAtMs }: Releasing, sight: Sight): number | null {
  const { startMs, endMs, graceMs } = sight;
  if (startMs === null || endMs === null || startMs <= sinceMs + ROUNDING_MS) return null;
  const seen = witnessedPair(sight, startMs, endMs, unkeyedAtMs);
  return seen !== null && seen.startMs - unkeyedAtMs < graceMs ? seen.endMs : null;
}
