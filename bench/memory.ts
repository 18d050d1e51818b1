/**
 * How much memory the whole server needs: the demo with nobody watching after 20 s, and after 50 links came and went at 100 times
 * the speed for 30 simulated minutes.
 */
import { systemClock } from "../lib/clock/mod.ts";
import { silentLogger } from "../lib/log/mod.ts";
import { bigScenario, createSimulator } from "../lib/simulator/mod.ts";
import { type Child, compiled, startChild, wait } from "./child.ts";
import { type BenchRow, formatRows } from "./row.ts";

const DEMO_MS = 20_000;
const SPEED = 100;
const SIMULATED_MINUTES = 30;
const CHURN_MS = SIMULATED_MINUTES * 60_000 / SPEED;
const SAMPLE_MS = 500;
const BUDGET_DEMO_MB = 70;
const BUDGET_CHURN_MB = 80;
/** Flat: the last third of the run is at most this much above the third before it. */
const FLAT_MB = 3;

/** Measures both. */
export async function run(): Promise<BenchRow[]> {
  const demoMb = await demoRss();
  const churn = await churnRss();
  return [
    memoryRow("RSS, demo, no clients", demoMb, BUDGET_DEMO_MB),
    memoryRow("RSS, after churn at 100 times the speed", churn.endMb, BUDGET_CHURN_MB),
    memoryRow("RSS growth over the last third of the churn", churn.growthMb, FLAT_MB),
  ];
}

async function demoRss(): Promise<number> {
  const child = await startChild(await compiled("--demo"));
  try {
    return (await sample(child, DEMO_MS)).at(-1) ?? Infinity;
  } finally {
    await child.stop();
  }
}

async function churnRss(): Promise<{ readonly endMb: number; readonly growthMb: number }> {
  const scenario = bigScenario({ links: 50, networkNodes: 300, edgesPerSec: 2 });
  const simulator = createSimulator({
    clock: systemClock,
    seed: 1,
    log: silentLogger,
    scenario,
    speed: SPEED,
  });
  simulator.start();
  const { port } = simulator.listen(0, "127.0.0.1");
  const env = {
    AMI_HOST: "127.0.0.1",
    AMI_PORT: String(port),
    AMI_USERNAME: simulator.credentials.username,
    AMI_PASSWORD: simulator.credentials.password,
    POLLING_INTERVAL: "1",
  };
  const child = await startChild({ ...await compiled(), env });
  try {
    const samples = await sample(child, CHURN_MS);
    const third = Math.floor(samples.length / 3);
    const before = Math.max(...samples.slice(third, 2 * third));
    const last = Math.max(...samples.slice(2 * third));
    return { endMb: samples.at(-1) ?? Infinity, growthMb: last - before };
  } finally {
    await child.stop();
    await simulator.stop();
  }
}

async function sample(child: Child, forMs: number): Promise<number[]> {
  const samples: number[] = [];
  for (let passedMs = 0; passedMs < forMs; passedMs += SAMPLE_MS) {
    await wait(SAMPLE_MS);
    samples.push(child.rssMb());
  }
  return samples;
}

function memoryRow(name: string, mb: number, budgetMb: number): BenchRow {
  return { name, figure: `${mb.toFixed(1)} MB`, budget: `${budgetMb} MB`, ok: mb <= budgetMb };
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
