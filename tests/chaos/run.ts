import type { ReleaseName } from "../../lib/simulator/mod.ts";
import { ChaosBench, randomOf } from "./bench.ts";
import { noFaults } from "./faults.ts";
import { chaosScenario } from "./scenario.ts";

/** How a run ended. */
export interface RunResult {
  readonly seed: number;
  /** What Nexus showed wrongly after the last poll, and what it left behind; empty when all was right. */
  readonly faults: readonly string[];
  readonly did: readonly string[];
}

type Act = (bench: ChaosBench, random: () => number) => void;

/** What can go wrong, by name. Each lasts until the next one, or until the run's end. */
const ACTS: Readonly<Record<string, Act>> = {
  calm: () => {},
  cut: ({ proxy }) => proxy.cut(),
  cutMidFrame: ({ proxy }, random) => void (proxy.faults.cutAfterBytes = Math.floor(random() * 3_000)),
  stall: ({ proxy }) => void (proxy.faults.stalled = true),
  halfOpen: ({ proxy }) => void (proxy.faults.halfOpen = true),
  delay: ({ proxy }, random) => void (proxy.faults.delayMs = Math.floor(random() * 4_000)),
  duplicate: ({ proxy }) => void (proxy.faults.duplicateFrames = 0.3),
  drop: ({ proxy }, random) => void (proxy.faults.dropEvents = random()),
  garbage: ({ proxy }) => void (proxy.faults.garbage = 0.2),
  resetOnLogin: ({ proxy }) => {
    proxy.faults.resetOnLogin = true;
    proxy.cut();
  },
  refuse: ({ proxy }) => {
    proxy.faults.refuse = true;
    proxy.cut();
  },
  stallServer: ({ simulator }) => simulator.server.stall(true),
  restart: ({ simulator }) => simulator.server.shutdown({ cleanly: true, restart: true }),
  kill: ({ simulator, clock }) => {
    simulator.server.kill();
    clock.after(3_000, () => simulator.server.boot());
  },
  restartNode: ({ simulator }) => simulator.world.restartNode("1998"),
};

const NAMES = Object.keys(ACTS);

/** Acts of a run, and the most virtual milliseconds between two. */
const ACT_COUNT = 5;
const ACT_MS = 12_000;

/** By the seed: most runs are with the app_rpt of today, some with an old one, which may send no events. */
const RELEASES: readonly ReleaseName[] = ["asl3", "asl3", "asl2", "hamvoip"];

/** Every so many runs one has a frame of 10 MB, which costs more than all the rest of a run. */
const HUGE_EVERY = 50;
const HUGE_BYTES = 10 * 1024 * 1024;

/** Every so many runs one has a database too; all releases are among them. */
const STORED_EVERY = 4;

/** Long enough for the longest back-off, a keepalive that fails, and a poll that times out. */
const MEND_LIMIT_MS = 120_000;

/** One run: traffic, one fault after another, then a wire that is whole again and one poll of each node. */
export async function chaosRun(
  seed: number,
  { stored = seed % STORED_EVERY === 0 }: { readonly stored?: boolean } = {},
): Promise<RunResult> {
  const random = randomOf(seed);
  const release = RELEASES[(seed + (seed >> 2)) % RELEASES.length] ?? "asl3";
  const scenario = { ...chaosScenario(false), release };
  const bench = new ChaosBench({ seed, scenario, watched: random() < 0.5, stored });
  const did: string[] = [];
  bench.start();
  await bench.clock.advanceAsync(2_000);
  for (let act = 0; act < ACT_COUNT; act++) {
    const name = NAMES[Math.floor(random() * NAMES.length)] ?? "calm";
    did.push(`${name}@${bench.clock.now()}`);
    ACTS[name]?.(bench, random);
    if (act === 0 && seed % HUGE_EVERY === 0) bench.proxy.faults.hugeFrameBytes = HUGE_BYTES;
    await bench.clock.advanceAsync(500 + Math.floor(random() * ACT_MS));
    mend(bench);
  }
  await bench.clock.advanceAsync(4_000); // whoever restarts is up again
  const faults: string[] = [];
  const polled = await bench.settled(MEND_LIMIT_MS);
  for (const node of bench.simulator.world.nodes) {
    const wrong = polled.get(node.spec.id);
    faults.push(...wrong ?? [`${node.spec.id}: was not polled (${bench.station.status().state})`]);
  }
  faults.push(...bench.storedDifferences());
  const pending = await bench.stop();
  if (pending !== 0) faults.push(`${pending} timers are left`);
  if (bench.proxy.open !== 0) faults.push(`${bench.proxy.open} lines are left open`);
  if (bench.simulator.server.sessions !== 0) {
    faults.push(`${bench.simulator.server.sessions} sessions are left`);
  }
  return { seed, faults, did };
}

function mend({ proxy, simulator }: ChaosBench): void {
  Object.assign(proxy.faults, noFaults());
  simulator.server.stall(false);
  proxy.release();
}
