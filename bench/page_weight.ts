/**
 * What the dashboard weighs on the wire, compressed, as Chromium counts it: everything that a first visit of the
 * compiled program's demo takes until the page is live, and a second visit with the same browser. The live streams
 * themselves are no part of it.
 */
import type { BrowserContext } from "playwright-core";
import { launchChromium } from "../tests/browser/chromium.ts";
import { compiled, startChild, wait } from "./child.ts";
import { type BenchRow, formatRows } from "./row.ts";

const FIRST_BUDGET_KB = 60;
const SECOND_BUDGET_KB = 15;

/** Lets the demo fill its lists, so that the page is as heavy as it is after a while. */
const SETTLE_MS = 15_000;

/** After it went live the page may still fetch something. */
const AFTER_LIVE_MS = 1_500;

/** Measures both visits. */
export async function run(): Promise<BenchRow[]> {
  const child = await startChild(await compiled("--demo"));
  const browser = await launchChromium();
  try {
    await wait(SETTLE_MS);
    // What a service worker takes is not counted as the page's, so the second visit shall do without its help.
    const context = await browser.newContext({ serviceWorkers: "block" });
    const first = await visitBytes(context, child.url);
    const second = await visitBytes(context, child.url);
    return [
      row("Bytes on the wire, first visit", first, FIRST_BUDGET_KB),
      row("Bytes on the wire, second visit", second, SECOND_BUDGET_KB),
    ];
  } finally {
    await browser.close();
    await child.stop();
  }
}

/** Bytes of every finished request, heads included; a stream never finishes. */
async function visitBytes(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => void (bytes += encodedDataLength));
  await session.send("Network.enable");
  await page.goto(url);
  await page.waitForSelector('[data-nexus="live"]');
  await wait(AFTER_LIVE_MS);
  await page.close();
  return bytes;
}

function row(name: string, bytes: number, budgetKb: number): BenchRow {
  const kb = bytes / 1_000;
  return { name, figure: `${kb.toFixed(1)} kB`, budget: `${budgetKb} kB`, ok: kb <= budgetKb };
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
