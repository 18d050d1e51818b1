/**
 * What the dashboard costs a slow machine: a real browser whose processor is slowed four times, a page with 100 links,
 * and an Asterisk that sends 20 key edges a second. Counts the frames the page draws and the processor time of each, so
 * that what else the machine does is not the page's.
 */
import type { Page } from "playwright-core";
import { launchChromium } from "../tests/browser/chromium.ts";
import { startChild, wait } from "./child.ts";
import { SLOWED_TIMES, traced } from "./page_trace.ts";
import { type PeerSession, startPeer } from "./peer.ts";
import { type BenchRow, formatRows } from "./row.ts";

const LINKS = 100;
const EDGES_PER_SECOND = 20;
/** Keyed at the same time: more than ever talk at once, so that the order changes as often as it can. */
const KEYED_AT_ONCE = 10;
const SECONDS = 20;
/** After this long the page has loaded and the compilers of the browser have seen the code. */
const SETTLE_MS = 4_000;
const BUDGET_WORST_MS = 50;
const BUDGET_SHARE_PERCENT = 50;
/** After the last edge, until what was heard is told by the minute: until then a hundred ages that tick hide the timeline. */
const QUIET_MS = 75_000;
/** With the timeline and without it in turn, so often and so long. */
const QUIET_ROUNDS = 3;
const QUIET_SECONDS = 12;
/** After it came or went. */
const REST_MS = 2_000;
const BUDGET_QUIET_PERCENT = 0.5;

/** Where links are rows, and where they are cards. */
const SIZES = [{ width: 1_280, height: 800 }, { width: 390, height: 844 }] as const;
/** What the first poll of new links changes is on the page within this time, and drawn. */
const POLL_MS = 8_000;

/** Processor milliseconds of the tasks of one width, were it slowed. */
interface SizeFigures {
  readonly width: number;
  /** While links key. */
  readonly keying: readonly number[];
  /** While one poll changes every row. */
  readonly poll: readonly number[];
}

/** What one measurement saw. */
interface RepaintFigures {
  /** Milliseconds from one animation frame to the next, by the clock. */
  readonly frames: readonly number[];
  /** Processor time of the page's thread by the time that passed, 0..1, and how much of it went where. */
  readonly busy: number;
  readonly script: number;
  readonly layout: number;
}

/** Parts of a core, 0..1, of the page's process while nobody is keyed. */
interface QuietFigures {
  readonly page: number;
  readonly withoutTimeline: number;
}

/** Measures one page while links key and unkey. */
export async function run(): Promise<BenchRow[]> {
  const { repaint: { frames, busy, script, layout }, sizes, quiet } = await measure();
  const name = `repaint, ${LINKS} links, ${EDGES_PER_SECOND} edges/s, processor slowed ${SLOWED_TIMES} times`;
  const lateByClock = frames.filter((ms) => ms > BUDGET_WORST_MS).length;
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
  return [
    ...sizes.flatMap(({ width, keying, poll }) => [
      worstRow(`${name}: worst frame, ${width} px wide`, keying),
      worstRow(`one poll that changes ${LINKS} links: worst frame, ${width} px wide`, poll),
    ]),
    {
      name: `${name}: share of time`,
      figure: `${percent(busy)} (scripts ${percent(script)}, styles and layout ${percent(layout)}; ` +
        `by the clock ${lateByClock} of ${frames.length} frames late)`,
      budget: `${BUDGET_SHARE_PERCENT} %`,
      ok: busy * 100 <= BUDGET_SHARE_PERCENT,
    },
    quietRow(quiet),
  ];
}

function worstRow(name: string, tasks: readonly number[]): BenchRow {
  const late = tasks.filter((ms) => ms > BUDGET_WORST_MS).length;
  const figure = `${Math.max(...tasks).toFixed(0)} ms (${late} of ${tasks.length} tasks over)`;
  return { name, figure, budget: `${BUDGET_WORST_MS} ms`, ok: late === 0 };
}

/** The timeline's part is what the page needs more than without it. */
function quietRow({ page, withoutTimeline }: QuietFigures): BenchRow {
  const timeline = Math.max(0, page - withoutTimeline) * 100;
  return {
    name: `timeline of ${LINKS} links while nobody is keyed`,
    figure: `${timeline.toFixed(2)} % of a core (whole page ${(page * 100).toFixed(1)} %)`,
    budget: `${BUDGET_QUIET_PERCENT} %`,
    ok: timeline <= BUDGET_QUIET_PERCENT,
  };
}

interface Figures {
  readonly repaint: RepaintFigures;
  readonly sizes: readonly SizeFigures[];
  readonly quiet: QuietFigures;
}

async function measure(): Promise<Figures> {
  const peer = startPeer();
  const main = new URL("../main.ts", import.meta.url).pathname;
  const config = new URL("../deno.json", import.meta.url).pathname;
  const child = await startChild({
    command: Deno.execPath(),
    args: ["run", "-A", "--config", config, main],
    env: { ...peer.env, UNKEY_GRACE_MS: "0" },
  });
  const browser = await launchChromium();
  const keying = new AbortController();
  try {
    const session = await peer.session;
    const names = Array.from({ length: LINKS }, (_, index) => String(2000 + index));
    session.links(names, new Set());
    await wait(500);
    const page = await browser.newPage({ viewport: SIZES[0] });
    await page.goto(child.url);
    await page.waitForSelector('[data-nexus="live"]');
    // The first poll tells of every link what no event does.
    await page.waitForSelector('.col-address[title^="192.0."]');
    const polls: (readonly number[])[] = [];
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await wait(SETTLE_MS);
      polls.push(
        await traced(browser, page, async () => {
          peer.moveAll();
          // Asterisk is asked anew when a link goes; the next time it is back.
          session.links(polls.length === 0 ? names.slice(1) : names, new Set());
          await page.waitForSelector(`.col-address[title^="192.${polls.length + 1}."]`);
          await wait(POLL_MS);
        }),
      );
    }
    const keyed = keyEdges(session, names, keying.signal);
    await page.setViewportSize(SIZES[0]);
    await wait(SETTLE_MS);
    const repaint = await observe(page);
    const sizes: SizeFigures[] = [];
    for (const [at, size] of SIZES.entries()) {
      await page.setViewportSize(size);
      await wait(SETTLE_MS);
      const tasks = await traced(browser, page, () => wait(SECONDS * 1_000));
      sizes.push({ width: size.width, keying: tasks, poll: polls[at] ?? [] });
    }
    keying.abort();
    await keyed;
    session.links(names, new Set());
    await page.setViewportSize(SIZES[0]);
    return { repaint, sizes, quiet: await observeQuiet(page) };
  } finally {
    keying.abort();
    await browser.close();
    await child.stop();
    await peer.stop();
  }
}

async function keyEdges(session: PeerSession, names: readonly string[], ended: AbortSignal): Promise<void> {
  const keyed: string[] = [];
  const startMs = performance.now();
  for (let edge = 1; !ended.aborted; edge++) {
    // 37 has no divisor in common with 100: every link has its turn, far from the one before.
    if (keyed.length < KEYED_AT_ONCE) keyed.push(names[(edge * 37) % names.length] ?? "");
    else keyed.shift();
    session.links(names, new Set(keyed));
    await wait(Math.max(0, startMs + edge * 1_000 / EDGES_PER_SECOND - performance.now()));
  }
}

async function observe(page: Page): Promise<RepaintFigures> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWED_TIMES });
  await wait(1_000);
  const metrics = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await metrics();
  const frames = await page.evaluate<number[]>(`(${WATCH_FRAMES})(${SECONDS * 1_000})`);
  const after = await metrics();
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  const spent = (name: string) => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / SECONDS;
  return {
    frames,
    busy: spent("TaskDuration"),
    script: spent("ScriptDuration"),
    layout: spent("RecalcStyleDuration") + spent("LayoutDuration"),
  };
}

async function observeQuiet(page: Page): Promise<QuietFigures> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const seconds = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "ProcessTime")?.value ?? NaN;
  };
  const share = async (display: string) => {
    await page.evaluate(`document.querySelector(".timeline").style.display = "${display}"`);
    await wait(REST_MS);
    const before = await seconds();
    await wait(QUIET_SECONDS * 1_000);
    return (await seconds() - before) / QUIET_SECONDS / QUIET_ROUNDS;
  };
  await wait(QUIET_MS);
  const shares = { page: 0, withoutTimeline: 0 };
  for (let round = 0; round < QUIET_ROUNDS; round++) {
    shares.page += await share("");
    shares.withoutTimeline += await share("none");
  }
  return shares;
}

/** Runs in the page: the time between animation frames for so many milliseconds. */
const WATCH_FRAMES = `(lengthMs) => new Promise((resolve) => {
  const frames = [];
  const startMs = performance.now();
  let lastMs = startMs;
  const frame = () => {
    const nowMs = performance.now();
    frames.push(nowMs - lastMs);
    lastMs = nowMs;
    if (nowMs - startMs < lengthMs) requestAnimationFrame(frame);
    else resolve(frames);
  };
  requestAnimationFrame(frame);
})`;

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
