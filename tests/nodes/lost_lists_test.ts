import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Bench, saw, secAfterStart } from "./helpers.ts";

const UP = "ESTABLISHED";

/** The key edges told, as kind, link and seconds after the start. */
function edges(bench: Bench): readonly string[] {
  return bench.told("LINK_TX").map(({ kind, node, at }) => `${kind} ${node} ${secAfterStart(at)}`);
}

/** A poll of two links that are up, with the ages of each: keyed or not, seconds since keyed, since unkeyed. */
function poll(bench: Bench, sec: number, ...rows: readonly ReturnType<typeof saw>[]) {
  bench.apply(sec, { type: "asked", node: "1999" });
  return bench.poll(sec, {
    askedSec: sec,
    conns: [["2000", "", "IN", "00:11:00", UP], ["2001", "", "IN", "00:11:00", UP]],
    linked: "T2000, T2001",
    saw: rows,
  });
}

/** An update of the lists of which the one of adjacent links was lost. */
function lostUpdate(bench: Bench, sec: number): void {
  bench.variable(sec, "RPT_NUMALINKS", "2");
  bench.variable(sec, "RPT_LINKS", "2,T2000,T2001");
  bench.variable(sec, "RPT_NUMLINKS", "2");
}

Deno.test("a key-down whose list was lost is told by the poll with the very time at which the list was lost", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TU");
  lostUpdate(bench, 3.725);
  strictEqual(bench.machine.takeMissedEvents("1999"), true);
  poll(bench, 6.1, saw("2000", true, 3, null), saw("2001", false, null, null));
  deepStrictEqual(edges(bench), ["START 2000 3.725"]);
});

Deno.test("a key-down that is told late, by another link's list, is moved back to when it was", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TU");
  poll(bench, 0.1, saw("2000", false, null, null), saw("2001", false, null, null));
  lostUpdate(bench, 3.725);
  bench.alinks(9, "2,2000TK,2001TK");
  deepStrictEqual(edges(bench), ["START 2000 9", "START 2001 9"]);
  poll(bench, 9.2, saw("2000", true, 5, null), saw("2001", true, 0, null));
  const moved = bench.told("LINK_UPDATED").flat().findLast(({ node, current_tx }) =>
    node === "2000" && current_tx
  );
  strictEqual(secAfterStart(moved?.current_tx_since ?? null), 3.725);
  bench.variable(20, "RPT_NUMALINKS", "2");
  bench.alinks(20.2, "2,2000TU,2001TK");
  bench.until(30);
  const stop = bench.told("LINK_TX").at(-1);
  deepStrictEqual([stop?.kind, stop?.node, secAfterStart(stop?.last_tx_start ?? null)], [
    "STOP",
    "2000",
    3.725,
  ]);
  strictEqual(bench.told("TALKER_EVENT").at(-1)?.duration, 16.475);
});

Deno.test("the end of a transmission waits for the poll when it was told late, and has its true time then", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TU");
  poll(bench, 0.1, saw("2000", true, 0, null), saw("2001", false, null, null));
  lostUpdate(bench, 5.4);
  bench.alinks(8, "2,2000TU,2001TK");
  bench.until(9.9);
  deepStrictEqual(edges(bench).filter((edge) => edge.startsWith("STOP")), []);
  poll(bench, 10, saw("2000", false, 10, 5), saw("2001", true, 2, null));
  bench.until(10.1);
  deepStrictEqual(edges(bench), ["START 2000 0", "START 2001 8", "STOP 2000 5.4"]);
});

Deno.test("the end of a transmission is told after seven seconds when no poll comes, with the time that is known", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TU");
  poll(bench, 0.1, saw("2000", true, 0, null), saw("2001", false, null, null));
  lostUpdate(bench, 5.4);
  bench.alinks(8, "2,2000TU,2001TK");
  bench.until(14.9);
  strictEqual(edges(bench).includes("STOP 2000 8"), false);
  bench.until(15);
  strictEqual(edges(bench).at(-1), "STOP 2000 8");
});

Deno.test("nothing is held back where nobody polls", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TU");
  lostUpdate(bench, 5.4);
  bench.alinks(8, "2,2000TU,2001TK");
  bench.until(8.5);
  strictEqual(edges(bench).at(-1), "STOP 2000 8");
});

Deno.test("a whole transmission of which both lists were lost is counted to the millisecond", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TU");
  lostUpdate(bench, 3.2);
  lostUpdate(bench, 3.95);
  poll(bench, 6.5, saw("2000", false, 3, 3), saw("2001", false, null, null));
  deepStrictEqual(edges(bench), ["START 2000 3.2", "STOP 2000 3.95"]);
});

Deno.test("a pause of which both lists were lost splits a transmission where it was", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TU");
  lostUpdate(bench, 5.3);
  lostUpdate(bench, 6.45);
  poll(bench, 8, saw("2000", true, 2, 3), saw("2001", false, null, null));
  deepStrictEqual(edges(bench), ["START 2000 0", "STOP 2000 5.3", "START 2000 6.45"]);
});

Deno.test("a list whose event was lost is taken from its VarSet, at its time", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TU");
  bench.alinks(4, "2,2000TK,2001TU", "varset");
  deepStrictEqual(edges(bench), []);
  lostUpdate(bench, 4);
  deepStrictEqual(edges(bench), ["START 2000 4"]);
  strictEqual(bench.machine.takeMissedEvents("1999"), false);
});

Deno.test("an edge back to the list before the lost one is an edge, although the text was the last one heard", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TU");
  lostUpdate(bench, 4);
  poll(bench, 5, saw("2000", true, 1, null), saw("2001", false, null, null));
  bench.alinks(9, "1,2000TU");
  bench.until(20);
  deepStrictEqual(edges(bench).filter((edge) => edge.includes("2000")), ["START 2000 4", "STOP 2000 9"]);
});
