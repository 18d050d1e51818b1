import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Bench, saw, secAfterStart, T0 } from "./helpers.ts";

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

/** Who is keyed, asked without the links. */
function look(bench: Bench, sec: number, ...rows: readonly ReturnType<typeof saw>[]) {
  bench.apply(sec, { type: "asked", node: "1999" });
  const askedAtMs = T0 + sec * 1_000;
  const sawStat = { node: "1999", rows, badRows: 0 };
  return bench.apply(sec, { type: "keying", answer: { node: "1999", askedAtMs, sawStat } });
}

Deno.test("an answer to SawStat alone tells of talk and of nothing else", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TU");
  lostUpdate(bench, 3.725);
  const told = look(bench, 3.8, saw("2000", true, 0, null), saw("2002", true, 0, null));
  deepStrictEqual(told.map(({ kind }) => kind), ["LINK_TX", "TALKER_EVENT"]);
  deepStrictEqual(edges(bench), ["START 2000 3.725"]);
  const other = bench.machine.apply({
    type: "keying",
    answer: { node: "1998", askedAtMs: T0, sawStat: { node: "1998", rows: [], badRows: 0 } },
  }, T0 + 4_000);
  deepStrictEqual(other, [], "no such node");
});

Deno.test("a lost list whose edge was found tells of nobody else's", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TU");
  lostUpdate(bench, 3.9);
  look(bench, 3.95, saw("2000", true, 0, null), saw("2001", false, null, null));
  bench.alinks(4.7, "2,2000TK,2001TK");
  look(bench, 6.1, saw("2000", true, 3, null), saw("2001", true, 2, null));
  deepStrictEqual(edges(bench), ["START 2000 3.9", "START 2001 4.7"]);
  strictEqual(secAfterStart(bench.link(7, "2001")?.current_tx_since ?? null), 4.7);
});

Deno.test("of who stopped and who began within a second, the one who stopped did so first", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TK");
  look(bench, 0.1, saw("2000", false, null, null), saw("2001", true, 0, null));
  lostUpdate(bench, 5.175);
  bench.alinks(5.82, "2,2000TK,2001TU");
  look(bench, 7.25, saw("2000", true, 2, null), saw("2001", false, 7, 2));
  bench.until(20);
  deepStrictEqual(edges(bench), ["START 2001 0", "START 2000 5.82", "STOP 2001 5.175"]);
});

Deno.test("who paused within the grace goes on when the list of that was lost, and another one's key-down is its own", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TU");
  poll(bench, 0.1, saw("2000", true, 0, null), saw("2001", false, null, null));
  bench.alinks(9.186, "2,2000TU,2001TU");
  lostUpdate(bench, 9.233);
  bench.alinks(9.84, "2,2000TK,2001TK");
  look(bench, 10.25, saw("2000", true, 1, 1), saw("2001", true, 1, null));
  bench.until(20);
  deepStrictEqual(edges(bench), ["START 2000 0", "START 2001 9.84"]);
});

Deno.test("a whole transmission is found by its lost list and the list after it, which shows nothing new", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TK");
  look(bench, 0.5, saw("2000", false, 3, 1), saw("2001", true, 0, null));
  bench.until(1);
  lostUpdate(bench, 1.784);
  bench.machine.takeMissedEvents("1999");
  bench.alinks(3.785, "2,2000TU,2001TK");
  strictEqual(bench.machine.takeMissedEvents("1999"), true, "something was, and nobody knows what");
  look(bench, 4.5, saw("2000", false, 3, 1), saw("2001", true, 5, null));
  deepStrictEqual(edges(bench).slice(-2), ["START 2000 1.784", "STOP 2000 3.785"]);
});

Deno.test("a pause within the grace that was lost at both ends does not end talk early", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TK");
  poll(bench, 0.1, saw("2000", true, 0, null), saw("2001", true, 0, null));
  bench.alinks(7.114, "2,2000TU,2001TK");
  lostUpdate(bench, 7.159);
  bench.alinks(8.581, "2,2000TU,2001TK");
  look(bench, 9.5, saw("2000", false, 2, 1), saw("2001", true, 9, null));
  bench.until(20);
  deepStrictEqual(edges(bench).at(-1), "STOP 2000 8.581");
  strictEqual(edges(bench).length, 3);
});

Deno.test("a flicker whose lists came only as VarSets is heard, however short it was", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TU");
  bench.alinks(0, "2,2000TK,2001TU", "varset");
  bench.alinks(5, "2,2000TU,2001TU", "varset");
  bench.variable(5, "RPT_NUMALINKS", "2");
  bench.variable(5, "RPT_LINKS", "2,T2000,T2001");
  bench.alinks(5.002, "2,2000TK,2001TU", "varset");
  bench.variable(5.002, "RPT_LINKS", "2,T2000,T2001");
  bench.until(9);
  deepStrictEqual(edges(bench), ["START 2000 0"]);
  // The same frame twice is no second update.
  bench.variable(9, "RPT_LINKS", "2,T2000,T2001");
  bench.machine.takeMissedEvents("1999");
  bench.variable(9.002, "RPT_LINKS", "2,T2000,T2001");
  strictEqual(bench.machine.takeMissedEvents("1999"), false);
});

Deno.test("an answer without ages that comes late starts and ends talk when it was asked for", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TU");
  const conns = [["2000", "", "IN", "00:11:00", "ESTABLISHED"], [
    "2001",
    "",
    "IN",
    "00:11:00",
    "ESTABLISHED",
  ]] as const;
  bench.poll(20, { askedSec: 10, conns, linked: "T2000, T2001", alinks: "2,2000TK,2001TU" });
  bench.poll(40, { askedSec: 32, conns, linked: "T2000, T2001", alinks: "2,2000TU,2001TU" });
  bench.until(50);
  deepStrictEqual(edges(bench), ["START 2000 10", "STOP 2000 32"]);
});

Deno.test("talk that events told seconds late is over when a poll shows that it was over for longer than the grace", () => {
  const bench = new Bench();
  bench.alinks(35.7, "2,2000TU,2001TU");
  bench.alinks(39.736, "2,2000TK,2001TU");
  bench.alinks(41.011, "2,2000TU,2001TU");
  poll(bench, 41.503, saw("2000", false, 6, 4), saw("2001", false, null, null));
  strictEqual(bench.link(41.503, "2000")?.current_tx, false);
  bench.until(50);
  deepStrictEqual(edges(bench), ["START 2000 39.736", "STOP 2000 41.011"]);
});
