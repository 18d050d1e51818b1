/**
 * Whether the memory of an open page stays flat: the demo's traffic at 10 times the speed, two minutes of it after one to
 * warm up, which is half an hour of a node's life. That is the hour of the budget scaled down; the growth allowed is too.
 * The heap is read after a collection each time.
 */
import { systemClock } from "../lib/clock/mod.ts";
import { silentLogger } from "../lib/log/mod.ts";
import { createSimulator } from "../lib/simulator/mod.ts";
import { launchChromium } from "../tests/browser/chromium.ts";
import { compiled, startChild, wait } from "./child.ts";
import { type BenchRow, formatRows } from "./row.ts";

const SPEED = 10;
const WARM_UP_MS = 60_000;
const SAMPLES = 12;
const SAMPLE_MS = 10_000;

/** Flat: the last third of the samples is on average at most this much above the first. */
const FLAT_MB = 0.5;

/** Measures the growth of the page's heap. */
export async function run(): Promise<BenchRow[]> {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, speed: SPEED });
  simulator.start();
  const { port } = simulator.listen(0, "127.0.0.1");
  const env = {
    AMI_HOST: "127.0.0.1",
    AMI_PORT: String(port),
    AMI_USERNAME: simulator.credentials.username,
    AMI_PASSWORD: simulator.credentials.password,
  };
  const child = await startChild({ ...await compiled(), env });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.enable");
    await page.goto(child.url);
    await page.waitForSelector('[data-nexus="live"]');
    await wait(WARM_UP_MS);
    const samples: number[] = [];
    for (let count = 0; count < SAMPLES; count++) {
      await wait(SAMPLE_MS);
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      samples.push(usedSize / 1e6);
    }
    return [growthRow(samples)];
  } finally {
    await browser.close();
    await child.stop();
    await simulator.stop();
  }
}

function growthRow(samples: readonly number[]): BenchRow {
  const third = Math.floor(samples.length / 3);
  const mean = (part: readonly number[]) => part.reduce((sum, mb) => sum + mb, 0) / part.length;
  const last = mean(samples.slice(-third));
  const growthMb = last - mean(samples.slice(0, third));
  const minutes = SAMPLES * SAMPLE_MS / 60_000;
  return {
    name: `Growth of an open page's heap in ${minutes} min at ${SPEED} times the speed`,
    figure: `${growthMb.toFixed(2)} MB of ${last.toFixed(1)} MB`,
    budget: `${FLAT_MB} MB`,
    ok: growthMb <= FLAT_MB,
  };
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
