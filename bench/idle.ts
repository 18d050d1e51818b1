/** What a server costs that has nothing to do: connected to an idle node, polled once a minute, nobody watching. */
import { compiled, startChild, wait } from "./child.ts";
import { startPeer } from "./peer.ts";
import { type BenchRow, formatRows } from "./row.ts";

const SETTLE_MS = 5_000;
const MEASURE_MS = 30_000;
const BUDGET_PERCENT = 0.5;

/** Measures the share of a core over half a minute. */
export async function run(): Promise<BenchRow[]> {
  const peer = startPeer();
  const child = await startChild({ ...await compiled(), env: peer.env });
  try {
    await wait(SETTLE_MS);
    const before = child.cpuSeconds();
    await wait(MEASURE_MS);
    const percent = (child.cpuSeconds() - before) / (MEASURE_MS / 1_000) * 100;
    return [{
      name: "CPU, connected to an idle node",
      figure: `${percent.toFixed(2)} % of a core`,
      budget: `${BUDGET_PERCENT} %`,
      ok: percent <= BUDGET_PERCENT,
    }];
  } finally {
    await child.stop();
    await peer.stop();
  }
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
