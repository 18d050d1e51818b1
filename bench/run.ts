/** Every benchmark, one after another, as one table of figures and budgets. */
import { type BenchRow, formatRows } from "./row.ts";

const BENCHES = [
  "ami_codec",
  "key_edge",
  "poll_apply",
  "calls",
  "astdb",
  "lookup",
  "fanout",
  "latency",
  "mqtt",
  "sign_in",
  "memory",
  "startup",
  "idle",
  "page_repaint",
  "page_weight",
  "page_live",
  "page_render",
  "page_memory",
] as const;

const wanted = Deno.args.length > 0 ? Deno.args : BENCHES;
const rows: BenchRow[] = [];
for (const name of wanted) {
  const module: { run(): Promise<BenchRow[]> } = await import(`./${name}.ts`);
  rows.push(...await module.run());
}
// deno-lint-ignore no-console
console.log(formatRows(rows));
