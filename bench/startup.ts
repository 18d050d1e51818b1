/** How long the compiled program takes from its start to the first page served, with an empty directory and the demo. */
import { compiled, startChild } from "./child.ts";
import { type BenchRow, formatRows } from "./row.ts";

const RUNS = 7;
const BUDGET_MS = 400;

/** Measures the median of several starts. */
export async function run(): Promise<BenchRow[]> {
  const options = await compiled("--demo");
  const times: number[] = [];
  for (let count = 0; count < RUNS; count++) {
    const startedAtMs = performance.now();
    const child = await startChild(options);
    const page = await fetch(child.url);
    await page.text();
    times.push(performance.now() - startedAtMs);
    await child.stop();
    if (page.status !== 200) throw new Error(`read first page, its status is: ${page.status}`);
  }
  const medianMs = times.sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? Infinity;
  return [{
    name: "start of the program to the first page",
    figure: `${Math.round(medianMs)} ms`,
    budget: `${BUDGET_MS} ms`,
    ok: medianMs <= BUDGET_MS,
  }];
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
