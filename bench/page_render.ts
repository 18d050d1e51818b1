/**
 * What dashboards of a node with 20 links cost the compiled program, connection and answer included: each rendered for
 * itself when a few clients ask at once, in processor time and in how many it gives a second; and a burst of visitors with
 * browsers (compressed), who share what is rendered until the next key edge.
 */
import { type Child, compiled, startChild, wait } from "./child.ts";
import { startPeer } from "./peer.ts";
import { type BenchRow, formatRows } from "./row.ts";

const LINKS = 20;
const CLIENTS = 4;
const WARM_UP_REQUESTS = 300;
/** The best of so many passes: other work on the machine only ever makes one slower, also by what it leaves in the caches. */
const PASSES = 4;
const PASS_MS = 2_500;
const BURST_MS = 5_000;
const BUDGET_MS = 2;
const BUDGET_PER_SECOND = 300;

/** Visitors of a burst a second, and how often one of them keys up or unkeys meanwhile. */
const BURST_PER_SECOND = 300;
const BURST_TICK_MS = 20;
const BURST_EDGE_MS = 500;
const BUDGET_BURST_PERCENT = 100;

/** Measures processor time per page, which is what rendering costs, and pages a second: the best of a few passes. */
export async function run(): Promise<BenchRow[]> {
  const peer = startPeer();
  const child = await startChild({ ...await compiled(), env: peer.env });
  try {
    const session = await peer.session;
    const names = Array.from({ length: LINKS }, (_, index) => String(2_000 + index));
    session.links(names, new Set(["2000"]));
    await wait(1_000);
    await checkPage(child.url);
    await askMany(child.url, WARM_UP_REQUESTS);
    const passes: Pass[] = [];
    for (let pass = 0; pass < PASSES; pass++) passes.push(await measure(child));
    const cpuMs = Math.min(...passes.map((pass) => pass.cpuMs));
    const perSecond = Math.max(...passes.map((pass) => pass.perSecond));
    const burst = await askInBurst(child, (keyed) => session.links(names, new Set(keyed ? ["2001"] : [])));
    return [
      {
        name: `Dashboard with ${LINKS} links on the server, processor time each`,
        figure: `${cpuMs.toFixed(2)} ms`,
        budget: `${BUDGET_MS} ms`,
        ok: cpuMs <= BUDGET_MS,
      },
      {
        name: `Dashboards a second, ${CLIENTS} clients`,
        figure: perSecond.toFixed(0),
        budget: String(BUDGET_PER_SECOND),
        ok: perSecond >= BUDGET_PER_SECOND,
      },
      {
        name: `A burst of visitors, compressed, ${burst.perSecond.toFixed(0)} a second`,
        figure: `${burst.percent.toFixed(0)} % of a core`,
        budget: `${BURST_PER_SECOND} a second with ${BUDGET_BURST_PERCENT} %`,
        ok: burst.percent <= BUDGET_BURST_PERCENT && burst.perSecond >= BURST_PER_SECOND * 0.98,
      },
    ];
  } finally {
    await child.stop();
    await peer.stop();
  }
}

/** What a page took of the processor, and how many there were a second. */
interface Pass {
  readonly cpuMs: number;
  readonly perSecond: number;
}

async function measure(child: Child): Promise<Pass> {
  const cpuBefore = child.cpuSeconds();
  const { pages, seconds } = await askFor(child.url, PASS_MS);
  return { cpuMs: (child.cpuSeconds() - cpuBefore) * 1_000 / pages, perSecond: pages / seconds };
}

async function checkPage(url: string): Promise<void> {
  const links = (await (await fetch(url)).text()).split('class="link"').length - 1;
  if (links !== LINKS) throw new Error(`render the dashboard, links on it: ${links}`);
}

async function askMany(url: string, count: number): Promise<void> {
  for (let asked = 0; asked < count; asked++) await askForOwn(url);
}

async function askFor(
  url: string,
  forMs: number,
): Promise<{ readonly pages: number; readonly seconds: number }> {
  const startedMs = performance.now();
  let pages = 0;
  const client = async () => {
    while (performance.now() - startedMs < forMs) {
      await askForOwn(url);
      pages++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { pages, seconds: (performance.now() - startedMs) / 1_000 };
}

/** So many visitors a second, whoever of those before them has his page already. */
async function askInBurst(
  child: Child,
  key: (keyed: boolean) => void,
): Promise<{ readonly perSecond: number; readonly percent: number }> {
  const answers: Promise<void>[] = [];
  const cpuBefore = child.cpuSeconds();
  const startedMs = performance.now();
  const passedMs = () => performance.now() - startedMs;
  let keyed = false;
  while (passedMs() < BURST_MS) {
    const due = Math.ceil(passedMs() * BURST_PER_SECOND / 1_000);
    while (answers.length < due) answers.push(ask(child.url, "gzip"));
    if (keyed !== (passedMs() % (2 * BURST_EDGE_MS) < BURST_EDGE_MS)) key(keyed = !keyed);
    await wait(BURST_TICK_MS);
  }
  await Promise.all(answers);
  const seconds = passedMs() / 1_000;
  return {
    perSecond: answers.length / seconds,
    percent: (child.cpuSeconds() - cpuBefore) / seconds * 100,
  };
}

let asked = 0;

/** An address that nobody else asks for, so that the page is rendered for this request alone. */
async function askForOwn(url: string): Promise<void> {
  await ask(`${url}?bench=${++asked}`, "identity");
}

async function ask(url: string, encoding: "identity" | "gzip"): Promise<void> {
  const response = await fetch(url, { headers: { "Accept-Encoding": encoding } });
  if (response.status !== 200) throw new Error(`ask for the dashboard, its status is: ${response.status}`);
  await response.arrayBuffer();
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
