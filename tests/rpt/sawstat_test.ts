import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { isSawStatRow, parseSawStat } from "../../lib/rpt/mod.ts";
import { parseSawStatRow } from "../../lib/rpt/sawstat.ts";
import { connRow, frameOf, recordedReply } from "./frames.ts";

Deno.test("parseSawStat reads the recorded answer of three links", () => {
  deepStrictEqual(parseSawStat(recordedReply("02c-rptstatus-2-links-modes", "02c-34")), {
    node: "1998",
    rows: [
      { name: "2001", keyed: false, sinceKeyedSec: null, sinceUnkeyedSec: null },
      { name: "2000", keyed: false, sinceKeyedSec: 14, sinceUnkeyedSec: 11 },
      { name: "1999", keyed: false, sinceKeyedSec: 10, sinceUnkeyedSec: 7 },
    ],
    badRows: 0,
  });
});

Deno.test("parseSawStat reads a keyed link, names with blanks and an answer without links", () => {
  const rows = parseSawStat(frameOf(["Node: 1999", "Conn: 1998 1 1 -1", "Conn: KG5DRT ONE 0 90 1800"])).rows;
  deepStrictEqual(rows, [
    { name: "1998", keyed: true, sinceKeyedSec: 1, sinceUnkeyedSec: null },
    { name: "KG5DRT ONE", keyed: false, sinceKeyedSec: 90, sinceUnkeyedSec: 1800 },
  ]);
  const none = parseSawStat(frameOf(["Response: Success", "ActionID: x", "Node: 1999"]));
  deepStrictEqual(none, { node: "1999", rows: [], badRows: 0 });
});

Deno.test("parseSawStat reads names that end like the numbers after them", () => {
  const row = { keyed: false, sinceKeyedSec: 3, sinceUnkeyedSec: null };
  deepStrictEqual(parseSawStatRow("UNIT 1 2 0 3 -1"), { name: "UNIT 1 2", ...row });
  deepStrictEqual(parseSawStatRow("A  B 0 3 -1"), { name: "A  B", ...row });
  deepStrictEqual(parseSawStatRow("  1999   0   3   -1  "), { name: "1999", ...row });
});

Deno.test("parseSawStat loses one row for one bad row", () => {
  const bad = ["1999", "1999 0 1", "1999 2 1 1", "1999 0 x 1", "1999 0 1 -2", "1999 0 1 1.5", "0 -1 -1", ""];
  const frame = frameOf(["Node: 1", ...bad.map((row) => `Conn: ${row}`), "Conn: 2000 0 5 2"]);
  const sawStat = parseSawStat(frame);
  strictEqual(sawStat.badRows, bad.length);
  deepStrictEqual(sawStat.rows.map((row) => row.name), ["2000"]);
});

Deno.test("isSawStatRow tells a row of SawStat from one of XStat", () => {
  strictEqual(isSawStatRow("2001 0 -1 -1"), true);
  strictEqual(isSawStatRow(connRow({ name: "2001", peer: "127.0.0.1" })), false);
  strictEqual(isSawStatRow(connRow({ name: "2001" })), false);
});

Deno.test("parseSawStat reads back any row app_rpt could print", () => {
  const age = fc.option(fc.nat(10_000_000), { nil: null });
  const name = fc.stringMatching(/^[A-Z0-9-]([A-Z0-9 -]{0,18}[A-Z0-9-])?$/);
  fc.assert(fc.property(name, fc.boolean(), age, age, (name, keyed, sinceKeyedSec, sinceUnkeyedSec) => {
    const text = `${name} ${keyed ? 1 : 0} ${sinceKeyedSec ?? -1} ${sinceUnkeyedSec ?? -1}`;
    deepStrictEqual(parseSawStatRow(text), { name, keyed, sinceKeyedSec, sinceUnkeyedSec });
  }));
});
