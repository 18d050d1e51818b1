/**
 * What one dashboard of a node with 20 links costs the compiled program when a few clients ask for it at once: processor
 * time for each, connection and answer included, and how many it gives a second.
 */
import { compiled, startChild, wait } from "./child.ts";
import { startPeer } from "./peer.ts";
import { type BenchRow, formatRows } from "./row.ts";

const LINKS = 20;
const CLIENTS = 4;
const WARM_UP_REQUESTS = 300;
const MEASURE_MS = 5_000;
const BUDGET_MS = 2;
const BUDGET_PER_SECOND = 300;

/** Measures processor time per page, which is what rendering costs, and pages a second. */
export async function run(): Promise<BenchRow[]> {
  const peer = startPeer();
  const child = await startChild({ ...await compiled(), env: peer.env });
  try {
    const session = await peer.session;
    session.links(Array.from({ length: LINKS }, (_, index) => String(2_000 + index)), new Set(["2000"]));
    await wait(1_000);
    await checkPage(child.url);
    await askMany(child.url, WARM_UP_REQUESTS);
    const cpuBefore = child.cpuSeconds();
    const { pages, seconds } = await askFor(child.url, MEASURE_MS);
    const cpuMs = (child.cpuSeconds() - cpuBefore) * 1_000 / pages;
    const perSecond = pages / seconds;
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
    ];
  } finally {
    await child.stop();
    await peer.stop();
  }
}

async function checkPage(url: string): Promise<void> {
  const links = (await (await fetch(url)).text()).split('class="link"').length - 1;
  if (links !== LINKS) throw new Error(`render the dashboard, links on it: ${links}`);
}

async function askMany(url: string, count: number): Promise<void> {
  for (let asked = 0; asked < count; asked++) await ask(url);
}

async function askFor(
  url: string,
  forMs: number,
): Promise<{ readonly pages: number; readonly seconds: number }> {
  const startedMs = performance.now();
  let pages = 0;
  const client = async () => {
    while (performance.now() - startedMs < forMs) {
      await ask(url);
      pages++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { pages, seconds: (performance.now() - startedMs) / 1_000 };
}

async function ask(url: string): Promise<void> {
  const response = await fetch(url, { headers: { "Accept-Encoding": "identity" } });
  if (response.status !== 200) throw new Error(`ask for the dashboard, its status is: ${response.status}`);
  await response.arrayBuffer();
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
