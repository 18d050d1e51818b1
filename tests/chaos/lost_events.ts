import { ChaosBench, GRACE_MS, START_MS } from "./bench.ts";
import { chaosScenario } from "./scenario.ts";
import { type Span, totalMs } from "./truth.ts";

/** How far the sums of a run are from the truth. */
export interface LostEventsResult {
  readonly talkMs: number;
  /** Sum over the links of the difference of each, without its sign. */
  readonly offMs: number;
  /** Difference of the sum over all links, with its sign. */
  readonly netMs: number;
  /** Transmissions that were, and that Nexus told. */
  readonly was: number;
  readonly told: number;
  /** Events with the list of adjacent links that were lost. */
  readonly lostLists: number;
  /** Where the database held something else than was told live; always none without one. */
  readonly stored: readonly string[];
}

/** How people listen in: what the AMI user may read, and whether a database takes what is told. */
export interface LostEventsOptions {
  readonly username?: "admin" | "limited";
  readonly stored?: boolean;
}

/**
 * People talk for `minutes` while each event is lost with chance `drop` and the connection stays up. Sums are compared
 * link by link at one instant, running transmissions up to then; gaps under the grace count as talk on both sides.
 */
export async function lostEventsRun(
  seed: number,
  drop: number,
  minutes: number,
  options: LostEventsOptions = {},
): Promise<LostEventsResult> {
  const bench = new ChaosBench({ seed, scenario: chaosScenario(true), watched: true, ...options });
  bench.start();
  await bench.clock.advanceAsync(1_000);
  bench.proxy.faults.dropEvents = drop;
  await bench.clock.advanceAsync(minutes * 60_000);
  bench.proxy.faults.dropEvents = 0;
  await bench.settled(30_000);
  const nowMs = bench.clock.now();
  // Who unkeyed just now counts as talking until the grace is over; only then the sums up to now are known.
  await bench.clock.advanceAsync(2 * GRACE_MS);
  const truth = bench.truth.spans(GRACE_MS);
  const sums = [...new Set([...truth.keys(), ...bench.told.keys()])].map((key) => {
    const was = upTo(nowMs, truth.get(key) ?? []);
    // SawStat also tells of talk from before the world began.
    const told = upTo(nowMs, bench.told.get(key) ?? []).filter(({ startMs }) => startMs >= START_MS);
    return { wasMs: totalMs(was, nowMs), toldMs: totalMs(told, nowMs), was: was.length, told: told.length };
  });
  const stored = bench.storedDifferences();
  await bench.stop();
  const sum = (pick: (one: typeof sums[number]) => number) => sums.reduce((all, one) => all + pick(one), 0);
  return {
    talkMs: sum(({ wasMs }) => wasMs),
    offMs: sum(({ wasMs, toldMs }) => Math.abs(wasMs - toldMs)),
    netMs: sum(({ wasMs, toldMs }) => toldMs - wasMs),
    was: sum(({ was }) => was),
    told: sum(({ told }) => told),
    lostLists: bench.proxy.faults.lostLists,
    stored,
  };
}

/** Transmissions as they were at an instant. */
function upTo(nowMs: number, spans: readonly Span[]): readonly Span[] {
  return spans.filter(({ startMs }) => startMs <= nowMs)
    .map(({ startMs, endMs }) => ({ startMs, endMs: endMs !== null && endMs <= nowMs ? endMs : null }));
}
