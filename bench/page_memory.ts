/**
 * Whether the memory of an open page stays flat: the demo's traffic at 10 times the speed. As part of all benchmarks
 * that is two minutes of it, half an hour of a node's life; `deno run -A bench/page_memory.ts 60` lets the hour of the
 * budget pass, after the half hour that the timeline shows. The heap is read after a collection each time.
 */
import { systemClock } from "../lib/clock/mod.ts";
import { silentLogger } from "../lib/log/mod.ts";
import { createSimulator } from "../lib/simulator/mod.ts";
import { launchChromium } from "../tests/browser/chromium.ts";
import { compiled, startChild, wait } from "./child.ts";
import { type BenchRow, formatRows } from "./row.ts";

const SPEED = 10;
/** The page fills up first: its code is compiled, its timeline grows to the half hour that it shows. */
const WARM_UP = { part: 0.5, mostMs: 30 * 60_000 } as const;
const SAMPLE_MS = 10_000;

/** What all benchmarks together have time for. */
const MINUTES = 2;

/** Flat: the last third of the samples is on average at most this much above the first. */
const FLAT_MB = 0.5;

/** Measures the growth of the page's heap in so many minutes. */
export async function run(minutes = MINUTES): Promise<BenchRow[]> {
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
    await wait(Math.min(minutes * 60_000 * WARM_UP.part, WARM_UP.mostMs));
    const samples: number[] = [];
    for (let count = 0; count < minutes * 60_000 / SAMPLE_MS; count++) {
      await wait(SAMPLE_MS);
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      samples.push(usedSize / 1e6);
    }
    return [growthRow(samples, minutes)];
  } finally {
    await browser.close();
    await child.stop();
    await simulator.stop();
  }
}

function growthRow(samples: readonly number[], minutes: number): BenchRow {
  const third = Math.floor(samples.length / 3);
  const mean = (part: readonly number[]) => part.reduce((sum, mb) => sum + mb, 0) / part.length;
  const last = mean(samples.slice(-third));
  const growthMb = last - mean(samples.slice(0, third));
  return {
    name: `Growth of an open page's heap in ${minutes} min at ${SPEED} times the speed`,
    figure: `${growthMb.toFixed(2)} MB of ${last.toFixed(1)} MB`,
    budget: `${FLAT_MB} MB`,
    ok: growthMb <= FLAT_MB,
  };
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run(Number(Deno.args[0] ?? MINUTES))));
