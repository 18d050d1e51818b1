import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Bench, secAfterStart, T0 } from "./helpers.ts";

Deno.test("createNodes tells a link added, keyed, unkeyed and removed in this order", () => {
  const bench = new Bench();
  bench.alinks(1, "1,2000TU");
  bench.alinks(2, "1,2000TK");
  bench.alinks(12, "1,2000TU");
  bench.alinks(20, "");
  bench.until(30);
  deepStrictEqual(bench.events.map((event) => event.kind), [
    "LINK_ADDED",
    "LINK_TX",
    "TALKER_EVENT",
    "LINK_TX",
    "TALKER_EVENT",
    "LINK_REMOVED",
  ]);
  const [start, stop] = bench.told("LINK_TX");
  deepStrictEqual([start?.kind, secAfterStart(start?.at ?? null), start?.total_tx_seconds], ["START", 2, 0]);
  deepStrictEqual([stop?.kind, secAfterStart(stop?.at ?? null), stop?.total_tx_seconds], ["STOP", 12, 10]);
  deepStrictEqual(bench.told("TALKER_EVENT").map((talk) => [talk.kind, talk.callsign, talk.duration]), [
    ["TX_START", "W1ABC", null],
    ["TX_STOP", "W1ABC", 10],
  ]);
});

Deno.test("createNodes reads both spellings of no links as none", () => {
  for (const none of ["", "0"]) {
    const bench = new Bench();
    bench.alinks(1, "1,2000TU");
    bench.alinks(2, none);
    deepStrictEqual(bench.told("LINK_REMOVED"), [[{ local_node: "1999", node: "2000" }]]);
  }
});

Deno.test("createNodes ends a transmission at the moment its link vanishes while keyed", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.alinks(7, "0");
  const stop = bench.told("LINK_TX").at(-1);
  deepStrictEqual([stop?.kind, secAfterStart(stop?.at ?? null), stop?.total_tx_seconds], ["STOP", 7, 7]);
  strictEqual(bench.events.at(-1)?.kind, "LINK_REMOVED");
});

Deno.test("createNodes counts a VarSet and the event of the same change once", () => {
  const bench = new Bench();
  bench.alinks(1, "1,2000TK", "varset");
  bench.alinks(1.001, "1,2000TK");
  bench.keyed(1.002, "RPT_TXKEYED", true, "varset");
  bench.keyed(1.003, "RPT_TXKEYED", true);
  // An old VarSet that overtakes nothing: once events are heard, VarSets of the node are the same news again.
  bench.alinks(1.004, "1,2000TU", "varset");
  bench.until(10);
  deepStrictEqual(bench.events.map((event) => event.kind), [
    "LINK_ADDED",
    "LINK_TX",
    "TALKER_EVENT",
    "NODE_TX",
  ]);
});

Deno.test("createNodes finds the node of a VarSet by its channel when no event was ever seen", () => {
  const bench = new Bench();
  bench.alinks(1, "1,2000TU", "varset");
  strictEqual(bench.link(1, "2000")?.mode, "T");
});

Deno.test("createNodes leaves a VarSet alone when the channel could belong to several nodes", () => {
  const bench = new Bench({ nodes: ["1998", "1999"] });
  bench.alinks(1, "1,2000TU", "varset");
  deepStrictEqual(bench.events, []);
});

Deno.test("createNodes never makes links of the network behind a hub", () => {
  const bench = new Bench();
  bench.alinks(1, "1,2000TU");
  bench.links(1, `300,${Array.from({ length: 300 }, (_, index) => `T${40_000 + index}`).join(",")}`);
  const status = bench.machine.status("1999", 0);
  strictEqual(status?.links.length, 1);
  strictEqual(status?.network.length, 300);
  strictEqual(status?.num_links, 300);
  strictEqual(status?.num_alinks, 1);
});

Deno.test("createNodes does not split talk by the flicker of a chained link", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  for (let sec = 1; sec < 60; sec++) {
    bench.alinks(sec, "1,2000TU");
    bench.alinks(sec + 0.07, "1,2000TK");
  }
  bench.alinks(60, "1,2000TU");
  bench.until(70);
  deepStrictEqual(bench.told("LINK_TX").map((edge) => [edge.kind, edge.total_tx_seconds]), [["START", 0], [
    "STOP",
    60,
  ]]);
});

Deno.test("createNodes adds up ten minutes of talk to the second", () => {
  const bench = new Bench();
  let talkedSec = 0;
  for (let over = 0; over < 60; over++) {
    bench.alinks(over * 15, "1,2000TK");
    bench.alinks(over * 15 + 10, "1,2000TU");
    talkedSec += 10;
  }
  bench.until(1_000);
  strictEqual(bench.link(1_000, "2000")?.total_tx_seconds, talkedSec);
  strictEqual(bench.link(1_000, "2000")?.session_tx_seconds, talkedSec);
  strictEqual(bench.link(1_000, "2000")?.session_tx_percent, 60);
});

Deno.test("createNodes includes the running transmission in the sums as of the moment asked", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  deepStrictEqual([bench.link(4, "2000")?.total_tx_seconds, bench.link(4, "2000")?.current_tx], [4, true]);
});

Deno.test("createNodes goes on with the sums of a link that went and came back", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.alinks(10, "");
  bench.alinks(20, "1,2000TU");
  const link = bench.link(30, "2000");
  deepStrictEqual([link?.total_tx_seconds, link?.session_tx_seconds, link?.elapsed_seconds], [10, 0, 10]);
});

Deno.test("createNodes goes on with the sums of an earlier run", () => {
  const memory = { node: "2000", totalTxMs: 90_000, lastTxStartMs: 1, lastTxEndMs: 2, openSession: null };
  const bench = new Bench({ memory: [memory] });
  bench.alinks(0, "1,2000TK");
  bench.alinks(10, "1,2000TU");
  bench.until(20);
  deepStrictEqual(bench.told("LINK_TX").map((edge) => edge.total_tx_seconds), [90, 100]);
});

Deno.test("createNodes merges links of one name and shows the row keyed while one of them is", () => {
  const bench = new Bench();
  bench.alinks(0, "2,101-PTU,101-PTU");
  bench.alinks(1, "2,101-PTU,101-PTK");
  deepStrictEqual(bench.machine.status("1999", 0)?.links.map((link) => link.node), ["101-P"]);
  strictEqual(bench.link(1, "101-P")?.current_tx, true);
});

Deno.test("createNodes shows a link that is being tried as connecting and without a session", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2001CU");
  const trying = bench.link(5, "2001");
  deepStrictEqual([trying?.link_state, trying?.mode, trying?.connected_since], ["CONNECTING", "C", null]);
  bench.alinks(6, "1,2001TU");
  const up = bench.link(10, "2001");
  deepStrictEqual([up?.link_state, up?.mode, up?.elapsed_seconds], ["ESTABLISHED", "T", 4]);
  strictEqual(bench.told("LINK_UPDATED").length, 1);
});

Deno.test("createNodes tells the local receiver as a talker of its own node", () => {
  const bench = new Bench();
  bench.keyed(1, "RPT_RXKEYED", true);
  bench.keyed(4, "RPT_RXKEYED", false);
  bench.until(10);
  deepStrictEqual(bench.told("NODE_RX").map((edge) => edge.keyed), [true, false]);
  deepStrictEqual(bench.told("TALKER_EVENT").map((talk) => [talk.kind, talk.node, talk.duration]), [
    ["TX_START", "1999", null],
    ["TX_STOP", "1999", 3],
  ]);
});

Deno.test("createNodes ignores what is told of a node that is not local", () => {
  const bench = new Bench({ nodes: ["1998"] });
  bench.alinks(1, "1,2000TK");
  bench.poll(2, { conns: [["2000", "10.0.0.1", "IN", "00:00:01", "ESTABLISHED"]] });
  deepStrictEqual(bench.events, []);
});

Deno.test("createNodes marks nodes stale and keeps what it showed when the connection is lost", () => {
  const bench = new Bench();
  strictEqual(bench.machine.status("1999", 0)?.stale, true, "never read yet");
  bench.alinks(1, "1,2000TK");
  strictEqual(bench.machine.status("1999", 0)?.stale, false);
  bench.apply(11, { type: "ami", state: "retrying" });
  const status = bench.machine.status("1999", 99);
  deepStrictEqual([status?.stale, status?.ami, status?.links.length], [true, "retrying", 1]);
  strictEqual(bench.link(99, "2000")?.total_tx_seconds, 10, "times stand still");
  strictEqual(bench.told("LINK_TX").length, 1, "nothing is invented");
});

Deno.test("createNodes tells uptime from the server's boot and keeps it steady", () => {
  const bench = new Bench();
  bench.apply(0, { type: "uptime", uptimeSec: 100, lastReloadSec: 40 });
  bench.apply(10.4, { type: "uptime", uptimeSec: 110, lastReloadSec: 50 });
  const status = bench.machine.status("1999", Date.parse("2026-02-12T10:01:00.000Z"));
  deepStrictEqual([status?.uptime_sec, status?.last_reload_sec, status?.booted_at], [
    160,
    100,
    "2026-02-12T09:58:20.000Z",
  ]);
});

Deno.test("createNodes takes a thousand links and five thousand nodes of a peer that tells of more, and counts the links left out", () => {
  const bench = new Bench();
  const names = (count: number) => Array.from({ length: count }, (_, index) => String(100_000 + index));
  bench.alinks(1, `1500,${names(1_500).map((name) => `${name}TU`).join(",")}`);
  bench.links(2, `9000,${names(9_000).map((name) => `T${name}`).join(",")}`);
  const bound = (name: string) => bench.machine.bounds.find((each) => each.name === name);
  deepStrictEqual(bound("node_links"), { name: "node_links", used: 1_000, limit: 1_000, dropped: 500 });
  deepStrictEqual([bound("node_network")?.used, bound("node_network")?.limit], [5_000, 5_000]);
  bench.alinks(3, "1,100001TU");
  deepStrictEqual(bound("node_links")?.used, 1);
});

Deno.test("createNodes forgets a node that is gone, and hears nothing of it any more", () => {
  const bench = new Bench();
  bench.alinks(1, "1,2000TK");
  bench.apply(5, { type: "gone", nodes: ["1999"] });
  deepStrictEqual(bench.events.slice(-3).map(({ kind }) => kind), [
    "LINK_TX",
    "TALKER_EVENT",
    "LINK_REMOVED",
  ]);
  strictEqual(bench.told("TALKER_EVENT").at(-1)?.duration, 4);
  deepStrictEqual(bench.alinks(6, "1,2000TK"), []);
  deepStrictEqual([bench.machine.nodeIds, bench.machine.knows("1999")], [[], false]);
});

Deno.test("createNodes tells the talk that runs on a node, of links and of its receiver, up to the loss of the connection", () => {
  const bench = new Bench();
  const runningAt = (sec: number) => bench.machine.runningTalkMs("1999", T0 + sec * 1_000);
  bench.alinks(1, "2,2000TK,2001TU");
  bench.keyed(3, "RPT_RXKEYED", true);
  deepStrictEqual([runningAt(1), runningAt(5)], [0, 4_000 + 2_000]);
  bench.alinks(6, "2,2000TU,2001TU");
  bench.until(7);
  strictEqual(runningAt(7), 4_000, "what ended is counted elsewhere");
  bench.apply(8, { type: "ami", state: "retrying" });
  strictEqual(runningAt(60), 5_000, "nobody knows how it went on");
  strictEqual(bench.machine.runningTalkMs("1998", T0), 0);
});
