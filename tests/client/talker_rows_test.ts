import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { applyMessage, talkerRows } from "../../lib/client/mod.ts";
import { ago, link, message, model, NOW_MS, status, talk } from "./builders.ts";

const keyed = { current_tx: true, current_tx_since: ago(10), last_heard_at: ago(0) };

Deno.test("talkerRows joins a start and its stop, and keeps an open start only while it is keyed", () => {
  const talkers = [
    talk("2001", -10, null),
    talk("1999", -12, null),
    talk("2000", -14, null),
    talk("2000", -15, 5),
    talk("2000", -20, null),
  ];
  const shown = model({
    nodes: [status([link("2000"), link("2001", keyed)])],
    talkers,
  });
  const rows = talkerRows(shown, 10).map((row) => [row.node, row.running, row.durationSeconds, row.local]);
  deepStrictEqual(rows, [
    ["2001", true, null, false],
    ["1999", false, null, true],
    ["2000", false, null, false],
    ["2000", false, 5, false],
  ]);
  strictEqual(talkerRows(shown, 10)[3]?.startedAtMs, NOW_MS - 20_000);
  strictEqual(talkerRows(shown, 2).length, 2);
  const lit = applyMessage(shown, message("NODE_RX", { node: "1999", keyed: true, at: ago(12) }));
  strictEqual(talkerRows(lit, 10).find((row) => row.local)?.running, true);
});

Deno.test("talkerRows bridges the moment in which talker log and links do not agree", () => {
  const rowOf = (started: number, fields: Parameters<typeof link>[1]) => {
    const shown = model({ nodes: [status([link("2000", fields)])], talkers: [talk("2000", started, null)] });
    const [row] = talkerRows(shown, 1);
    return [row?.running, row?.durationSeconds];
  };
  deepStrictEqual(rowOf(1, { last_heard_at: ago(60) }), [true, null], "the edge is on its way");
  deepStrictEqual(rowOf(1, { last_heard_at: ago(-4.5) }), [false, 3.5], "the stop is on its way");
  deepStrictEqual(rowOf(-1, { last_heard_at: ago(60) }), [false, null], "a later status knows nothing of it");
  deepStrictEqual(rowOf(1, {}), [true, null], "never heard before");
});

Deno.test("talkerRows shows nobody as talking at a node that is stale", () => {
  const shown = model({
    nodes: [status([link("2001", keyed)], { stale: true, ami: "retrying" })],
    talkers: [talk("2001", -10, null)],
  });
  deepStrictEqual(talkerRows(shown, 10).map((row) => row.running), [false]);
});
