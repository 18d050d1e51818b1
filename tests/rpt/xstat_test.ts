import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseSawStat, parseXStat } from "../../lib/rpt/mod.ts";
import { ASL2_XSTAT, ASL3_XSTAT } from "./asl2.ts";
import { connRow, frameOf, recordedReply } from "./frames.ts";

const up = { noChannel: false, reconnects: 0, state: "ESTABLISHED" } as const;

Deno.test("parseXStat reads an ASL2 answer", () => {
  const xstat = parseXStat(frameOf(ASL2_XSTAT), [], "plain");
  strictEqual(xstat.node, "547611");
  strictEqual(xstat.badRows, 0);
  deepStrictEqual(xstat.conns, [
    { ...up, name: "1910", ip: "127.0.0.1", direction: "OUT", elapsedSec: 141 * 3600 + 46 * 60 + 12 },
    { ...up, name: "547612", ip: "108.0.2.1", direction: "IN", elapsedSec: 6 * 3600 + 17 * 60 + 59 },
    { ...up, name: "3507690", ip: null, direction: "IN", elapsedSec: 8 },
  ]);
  deepStrictEqual(xstat.linkedNodes.items, [
    { name: "1910", mode: "T" },
    { name: "3507690", mode: "T" },
    { name: "547612", mode: "T" },
  ]);
  deepStrictEqual(xstat.adjacent?.items, [
    { name: "1910", mode: "T", keyed: false },
    { name: "3507690", mode: "T", keyed: false },
    { name: "547612", mode: "T", keyed: false },
  ]);
  strictEqual(xstat.variables.size, 8);
  strictEqual(xstat.variables.get("RPT_LINKS"), "3,T1910,T3507690,T547612");
});

Deno.test("parseXStat reads an ASL3 answer without an ActionID", () => {
  const xstat = parseXStat(frameOf(ASL3_XSTAT));
  deepStrictEqual(xstat.conns, [
    { ...up, name: "47922", ip: "192.0.2.31", direction: "OUT", elapsedSec: 3723 },
    { ...up, name: "3101425", ip: null, direction: "IN", elapsedSec: 300, reconnects: 1 },
    { ...up, name: "KG5DRT-1", ip: "192.168.10.61", direction: "IN", elapsedSec: 40 },
  ]);
  deepStrictEqual(xstat.linkedNodes.items.at(-1), { name: "KG5DRT-1", mode: "T" });
  deepStrictEqual(xstat.adjacent?.items.at(-1), { name: "KG5DRT-1", mode: "T", keyed: false });
});

Deno.test("parseXStat reads the recorded answer of a node with three kinds of links", () => {
  const xstat = parseXStat(recordedReply("02c-rptstatus-2-links-modes", "02c-33"));
  const sawStat = parseSawStat(recordedReply("02c-rptstatus-2-links-modes", "02c-34"));
  strictEqual(xstat.node, "1998");
  deepStrictEqual(xstat.conns, [
    { ...up, name: "1999", ip: "127.0.0.1", direction: "OUT", elapsedSec: 20 },
    { ...up, name: "2000", ip: "127.0.0.1", direction: "OUT", elapsedSec: 19 },
    { ...up, name: "2001", ip: "127.0.0.1", direction: "OUT", elapsedSec: 4 },
  ]);
  // The local monitor 2001 is in Conn and SawStat and nowhere else.
  deepStrictEqual(xstat.linkedNodes.items, [{ name: "1999", mode: "R" }, { name: "2000", mode: "T" }]);
  deepStrictEqual(xstat.adjacent?.items.map((link) => link.name), ["2000", "1999"]);
  deepStrictEqual(sawStat.rows.map((row) => row.name), ["2001", "2000", "1999"]);
});

Deno.test("parseXStat reads the recorded answer of a phone's link and of a link without channel", () => {
  const phone = recordedReply("03h-link-phone-mode", "03h-2");
  const row = { ...up, name: "101-P", ip: null, direction: "IN", elapsedSec: 3 } as const;
  deepStrictEqual(parseXStat(phone).conns, [row]);
  const lingering = recordedReply("02c-rptstatus-2-links-modes", "02c-47");
  const none = {
    ...up,
    name: "1998",
    ip: null,
    noChannel: true,
    direction: "IN",
    elapsedSec: 8,
    reconnects: 2,
  };
  deepStrictEqual(parseXStat(lingering).conns, [none]);
});

Deno.test("parseXStat knows both spellings of no links, and an answer without variables", () => {
  for (const value of ["", "0"]) {
    const xstat = parseXStat(frameOf(["Node: 1999", "LinkedNodes: <NONE>", `Var: RPT_ALINKS=${value}`]));
    deepStrictEqual(xstat.adjacent, { items: [], badRows: 0, truncated: false });
    deepStrictEqual(xstat.linkedNodes, { items: [], badRows: 0, truncated: false });
  }
  strictEqual(parseXStat(frameOf(["Node: 1999", "LinkedNodes: <NONE>"])).adjacent, null);
});

Deno.test("parseXStat keeps names that are not unique, and both letters of one name", () => {
  const xstat = parseXStat(frameOf([
    "Node: 1998",
    `Conn: ${connRow({ name: "101-P", direction: "IN" })}`,
    `Conn: ${connRow({ name: "101-P", direction: "IN", time: "00:01:00" })}`,
    `Conn: ${connRow({ name: "KD5KNR", peer: "192.0.2.7" })}`,
    "LinkedNodes: R516220, RKD5KNR, T101-P, T101-P, TKD5KNR",
    "Var: RPT_ALINKS=4,101-PTU,101-PTU,KD5KNRTU,516220RU",
  ]));
  deepStrictEqual(xstat.conns.map((conn) => [conn.name, conn.elapsedSec]), [["101-P", 3], ["101-P", 60], [
    "KD5KNR",
    3,
  ]]);
  deepStrictEqual(xstat.linkedNodes.items.filter((node) => node.name === "KD5KNR").map((node) => node.mode), [
    "R",
    "T",
  ]);
  const modes = xstat.adjacent?.items.map((link) => `${link.name} ${link.mode}`);
  deepStrictEqual(modes, ["101-P T", "101-P T", "KD5KNR T", "516220 R"]);
});

Deno.test("parseXStat splits variables at the first equals sign only", () => {
  const xstat = parseXStat(
    frameOf(["Node: 1", 'Var: ALERT=<a href="x?a=b">w: 50%</a>', "Var: EMPTY=", "Var: none", "Var: =x"]),
  );
  deepStrictEqual([...xstat.variables], [["ALERT", '<a href="x?a=b">w: 50%</a>'], ["EMPTY", ""]]);
  strictEqual(xstat.badRows, 2);
});

Deno.test("parseXStat parts touching columns by names from the answer and from the caller", () => {
  const peer = "::ffff:192.168.100.200";
  const rows = [
    `Conn: ${connRow({ name: "KG5DRT-WEST-D", peer })}`,
    `Conn: ${connRow({ name: "KG5DRT-MON-D", peer })}`,
  ];
  const frame = frameOf(["Node: 1", ...rows, "Var: RPT_ALINKS=1,KG5DRT-WEST-DTU"]);
  const { conns } = parseXStat(frame, ["KG5DRT-MON-D"]);
  deepStrictEqual(conns.map((conn) => [conn.name, conn.ip]), [["KG5DRT-WEST-D", peer], [
    "KG5DRT-MON-D",
    peer,
  ]]);
});

Deno.test("parseXStat loses one row for one bad row", () => {
  const good = `Conn: ${connRow({ name: "1999", peer: "127.0.0.1" })}`;
  const xstat = parseXStat(
    frameOf(["Node: 1998", "Conn: 2000 garbage", good, "LinkedNodes: T1999, 5, T2000"]),
  );
  deepStrictEqual(xstat.conns.map((conn) => conn.name), ["1999"]);
  strictEqual(xstat.badRows, 1);
  strictEqual(xstat.linkedNodes.badRows, 1);
  deepStrictEqual(xstat.linkedNodes.items.map((node) => node.name), ["1999", "2000"]);
});

Deno.test("parseXStat gives an empty answer for an error", () => {
  const xstat = parseXStat(frameOf(["Response: Error", "Message: RptStatus unknown or missing node"]));
  deepStrictEqual([xstat.node, xstat.conns, xstat.adjacent, xstat.badRows], ["", [], null, 0]);
});

Deno.test("parseXStat gives the same whatever order the headers come in", () => {
  const expected = parseXStat(frameOf(ASL2_XSTAT), [], "plain");
  const others = ASL2_XSTAT.filter((line) => !line.startsWith("Conn:"));
  const conns = ASL2_XSTAT.filter((line) => line.startsWith("Conn:"));
  fc.assert(fc.property(fc.shuffledSubarray(others, { minLength: others.length }), (shuffled) => {
    const xstat = parseXStat(frameOf([...shuffled, ...conns]), [], "plain");
    const ordered = (variables: ReadonlyMap<string, string>) => [...variables].sort();
    deepStrictEqual({ ...xstat, variables: ordered(xstat.variables) }, {
      ...expected,
      variables: ordered(expected.variables),
    });
  }));
});
