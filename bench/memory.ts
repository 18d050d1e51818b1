/**
 * How much memory the whole server needs: the demo with nobody watching after 20 s, and after 50 links came and went at 100 times
 * the speed for 30 simulated minutes, and at most while a node directory of the public one's size is imported beside 50 links.
 */
import { systemClock } from "../lib/clock/mod.ts";
import { silentLogger } from "../lib/log/mod.ts";
import { bigScenario, createSimulator } from "../lib/simulator/mod.ts";
import { type Child, compiled, startChild, wait } from "./child.ts";
import { syntheticDirectory } from "./astdb.ts";
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

const DIRECTORY_ROWS = 40_000;
/** The first download comes within 21 s of the start, the import takes a second or two. */
const IMPORT_MS = 60_000;
const IMPORT_SAMPLE_MS = 20;
/** What the import may leave or need on top of what the program had before, code that is read in for it included. */
const BUDGET_IMPORT_GROWTH_MB = 10;

/** Measures both. */
export async function run(): Promise<BenchRow[]> {
  const demoMb = await demoRss();
  const churn = await churnRss();
  const directory = await importRss();
  return [
    memoryRow("RSS, demo, no clients", demoMb, BUDGET_DEMO_MB),
    memoryRow("RSS, after churn at 100 times the speed", churn.endMb, BUDGET_CHURN_MB),
    memoryRow("RSS growth over the last third of the churn", churn.growthMb, FLAT_MB),
    memoryRow("RSS, most while 40,000 names are imported", directory.peakMb, BUDGET_CHURN_MB),
    memoryRow("RSS growth by that import", directory.growthMb, BUDGET_IMPORT_GROWTH_MB),
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
    // The directory has a row of its own. Its first download comes at a moment of chance, and in the last third would count as growth.
    ASTDB_ENABLED: "false",
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

async function importRss(): Promise<{ readonly peakMb: number; readonly growthMb: number }> {
  const scenario = bigScenario({ links: 50, networkNodes: 300, edgesPerSec: 2 });
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
  simulator.start();
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-bench-names-" });
  const asked = Promise.withResolvers<void>();
  const text = new TextEncoder().encode(syntheticDirectory(DIRECTORY_ROWS));
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => undefined }, () => {
    asked.resolve();
    return new Response(text);
  });
  const env = {
    AMI_HOST: "127.0.0.1",
    AMI_PORT: String(simulator.listen(0, "127.0.0.1").port),
    AMI_USERNAME: simulator.credentials.username,
    AMI_PASSWORD: simulator.credentials.password,
    DATA_DIR: dataDir,
    ASTDB_URL: `http://127.0.0.1:${server.addr.port}/`,
  };
  const child = await startChild({ ...await compiled(), env });
  try {
    await asked.promise;
    const beforeMb = child.rssMb();
    let peakMb = beforeMb;
    for (let passedMs = 0; !isThere(`${dataDir}/astdb.db`); passedMs += IMPORT_SAMPLE_MS) {
      if (passedMs > IMPORT_MS) throw new Error(`import the directory, it is not there after ${passedMs} ms`);
      await wait(IMPORT_SAMPLE_MS);
      peakMb = Math.max(peakMb, child.rssMb());
    }
    return { peakMb, growthMb: peakMb - beforeMb };
  } finally {
    await child.stop();
    await Promise.all([simulator.stop(), server.shutdown()]);
    await Deno.remove(dataDir, { recursive: true });
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
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
