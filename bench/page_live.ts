/**
 * How much time the page's scripts take until it is live, on a processor slowed four times: the compiled program's demo
 * opened cold by Chromium, whose own count of scripting it is. And how soon a page is live again whose streams died while
 * nobody looked at it.
 */
import type { Browser } from "playwright-core";
import { holds, waitForNexus } from "../tests/browser/harness.ts";
import { withTruthSite } from "../tests/browser/truth_site.ts";
import { launchChromium } from "../tests/browser/chromium.ts";
import { compiled, startChild, wait } from "./child.ts";
import { type BenchRow, formatRows } from "./row.ts";

const RUNS = 5;
const SLOWDOWN = 4;
const SETTLE_MS = 10_000;
const BUDGET_MS = 300;
const CATCH_UP_BUDGET_MS = 2_000;

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
    }, await catchUpRow(browser)];
  } finally {
    await browser.close();
    await child.stop();
  }
}

/** Makes the page believe that it is hidden or shown. */
const visibility = (state: "hidden" | "visible") => `
  Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
`;

/** Makes every way that the page says it stands with Nexus be kept. */
const REMEMBER = `
  globalThis.stood = [];
  const badge = document.querySelector("[data-nexus]");
  new MutationObserver(() => stood.push(badge.dataset.nexus)).observe(badge, { attributes: true });
`;

async function catchUpRow(browser: Browser): Promise<BenchRow> {
  const times: number[] = [];
  await withTruthSite({}, async ({ network, url }) => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(url);
    await waitForNexus(page, "live");
    await page.evaluate(REMEMBER);
    for (let count = 0; count < RUNS; count++) {
      await page.evaluate(`stood.length = 0; ${visibility("hidden")}`);
      network.forget();
      const startedAtMs = performance.now();
      await page.evaluate(visibility("visible"));
      await holds(page, "stood.includes('reconnecting') && stood.at(-1) === 'live'");
      times.push(performance.now() - startedAtMs);
    }
    await page.context().close();
  });
  times.sort((one, other) => one - other);
  const median = times[Math.floor(RUNS / 2)] ?? Infinity;
  return {
    name: "Live again after being looked at, streams dead meanwhile",
    figure: `${median.toFixed(0)} ms`,
    budget: `${CATCH_UP_BUDGET_MS} ms`,
    ok: median <= CATCH_UP_BUDGET_MS,
  };
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
