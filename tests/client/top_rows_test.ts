import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { topRows } from "../../lib/client/mod.ts";
import type { TopLink } from "../../lib/wire/mod.ts";
import { ago, link, model, NOW_MS, status } from "./builders.ts";

const keyed = { current_tx: true, current_tx_since: ago(10), last_heard_at: ago(0) };

const top = (node: string, totalTxSeconds: number): TopLink => ({
  local_node: "1999",
  node,
  total_tx_seconds: totalTxSeconds,
  last_tx_start: null,
  last_tx_end: null,
  connected_since: null,
  updated_at: ago(0),
  rate: null,
  callsign: null,
  description: null,
  location: null,
});

Deno.test("topRows orders remembered and connected links by total and leaves out the silent", () => {
  const shown = model({
    nodes: [
      status([link("2000", { total_tx_seconds: 50 }), link("2001"), link("2002", { total_tx_seconds: 50 })]),
    ],
    topLinks: [top("2000", 40), top("3000", 100)],
  });
  const rows = topRows(shown, 10, NOW_MS).map((row) => [row.node, row.totalTxSeconds, row.share]);
  deepStrictEqual(rows, [["3000", 100, 1], ["2000", 50, 0.5], ["2002", 50, 0.5]]);
  strictEqual(topRows(shown, 1, NOW_MS).length, 1);
});

Deno.test("topRows counts the running transmission", () => {
  const links = [link("2000", { total_tx_seconds: 15 }), link("2001", { ...keyed, total_tx_seconds: 14 })];
  const shown = model({ nodes: [status(links)] });
  const order = (nowMs: number) => topRows(shown, 10, nowMs).map((row) => row.node);
  deepStrictEqual(order(NOW_MS), ["2000", "2001"]);
  deepStrictEqual(order(NOW_MS + 2_000), ["2001", "2000"]);
});
