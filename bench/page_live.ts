/**
 * How much time the page's scripts take until it is live, on a processor slowed four times: the compiled program's demo
 * opened cold by Chromium, whose own count of scripting it is.
 */
import type { Browser } from "playwright-core";
import { launchChromium } from "../tests/browser/chromium.ts";
import { compiled, startChild, wait } from "./child.ts";
import { type BenchRow, formatRows } from "./row.ts";

const RUNS = 5;
const SLOWDOWN = 4;
const SETTLE_MS = 10_000;
const BUDGET_MS = 300;

/** Measures the median of several cold visits. */
export async function run(): Promise<BenchRow[]> {
  const child = await startChild(await compiled("--demo"));
  const browser = await launchChromium();
  try {
    await wait(SETTLE_MS);
    const times: number[] = [];
    for (let count = 0; count < RUNS; count++) times.push(await scriptingMs(browser, child.url));
    times.sort((one, other) => one - other);
    const median = times[Math.floor(RUNS / 2)] ?? Infinity;
    return [{
      name: `Scripting until live, processor slowed ${SLOWDOWN} times`,
      figure: `${median.toFixed(0)} ms`,
      budget: `${BUDGET_MS} ms`,
      ok: median <= BUDGET_MS,
    }];
  } finally {
    await browser.close();
    await child.stop();
  }
}

async function scriptingMs(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  await session.send("Performance.enable");
  await page.goto(url);
  await page.waitForSelector('[data-nexus="live"]');
  const { metrics } = await session.send("Performance.getMetrics");
  await context.close();
  const seconds = metrics.find(({ name }) => name === "ScriptDuration")?.value;
  if (seconds === undefined) throw new Error("measure scripting, the browser does not count ScriptDuration");
  return seconds * 1_000;
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
