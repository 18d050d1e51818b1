import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Bench, saw, secAfterStart, T0 } from "./helpers.ts";

const UP = "ESTABLISHED";

Deno.test("reconcile brings what events lack: direction, address, session, local monitors", () => {
  const bench = new Bench();
  bench.alinks(10, "1,2000TU");
  bench.poll(12, {
    conns: [["2000", "192.0.2.7", "OUT", "00:05:12", UP], ["2001", "2001:db8::1", "IN", "00:00:30", UP]],
    linked: "T2000, T2002",
    alinks: "1,2000TU",
  });
  const link = bench.link(12, "2000");
  deepStrictEqual([link?.direction, link?.ip, link?.mode, link?.elapsed_seconds], [
    "OUT",
    "192.0.2.7",
    "T",
    312,
  ]);
  const monitor = bench.link(12, "2001");
  deepStrictEqual([monitor?.mode, monitor?.ip, monitor?.direction], ["L", "2001:db8::1", "IN"]);
  deepStrictEqual(bench.machine.status("1999", T0)?.network.map((node) => node.node), ["2000", "2002"]);
  strictEqual(bench.told("STATUS_UPDATE").length, 1);
});

Deno.test("reconcile tells nothing when a poll shows what is known", () => {
  const bench = new Bench();
  const conn = (elapsed: string) => ({
    conns: [["2000", "192.0.2.7", "OUT", elapsed, UP] as const],
    linked: "T2000",
    alinks: "1,2000TU",
    saw: [saw("2000", false, null, null)],
  });
  bench.poll(0, conn("00:01:00"));
  const before = bench.events.length;
  bench.poll(60.9, conn("00:02:00"));
  strictEqual(bench.events.length, before);
});

Deno.test("reconcile takes the adjacent mode where LinkedNodes has a name twice", () => {
  const bench = new Bench();
  bench.poll(0, {
    conns: [["KD5KNR", "192.0.2.1", "IN", "00:01:00", UP], ["516220", "192.0.2.2", "IN", "00:01:00", UP]],
    linked: "TKD5KNR, R516220, RKD5KNR",
    alinks: "2,KD5KNRTU,516220RU",
  });
  deepStrictEqual([bench.link(0, "KD5KNR")?.mode, bench.link(0, "516220")?.mode], ["T", "R"]);
});

Deno.test("reconcile keeps a local monitor over events that never list it, and drops it when a poll no longer does", () => {
  const bench = new Bench();
  bench.poll(0, { conns: [["2001", "192.0.2.1", "OUT", "00:00:05", UP]], linked: "<NONE>", alinks: "" });
  bench.alinks(5, "1,2000TU");
  strictEqual(bench.link(5, "2001")?.mode, "L");
  bench.poll(10, {
    conns: [["2000", "192.0.2.9", "IN", "00:00:05", UP]],
    linked: "T2000",
    alinks: "1,2000TU",
  });
  strictEqual(bench.link(10, "2001"), undefined);
});

Deno.test("reconcile does not bring back a link that went after the poll was asked for", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TU");
  bench.alinks(10, "");
  bench.poll(10.2, { askedSec: 9.9, conns: [["2000", "192.0.2.7", "IN", "00:00:10", UP]], linked: "T2000" });
  strictEqual(bench.link(10.2, "2000"), undefined);
});

Deno.test("reconcile does not remove a link that came after the poll was asked for", () => {
  const bench = new Bench();
  bench.alinks(10, "1,2000TU");
  bench.poll(10.2, { askedSec: 9.9, conns: [], linked: "<NONE>" });
  strictEqual(bench.link(10.2, "2000")?.node, "2000");
});

Deno.test("reconcile ends the transmission of an established link that is being tried again", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2001TK");
  bench.poll(30, {
    conns: [["2001", "(none)", "OUT", "00:00:03", "CONNECTING"]],
    linked: "C2001",
    alinks: "1,2001TK",
  });
  const link = bench.link(40, "2001");
  deepStrictEqual([link?.link_state, link?.mode, link?.current_tx, link?.connected_since], [
    "CONNECTING",
    "C",
    false,
    null,
  ]);
  strictEqual(bench.told("LINK_TX").at(-1)?.kind, "STOP");
});

Deno.test("reconcile repairs a missed key-down with its true time", () => {
  const bench = new Bench();
  bench.pollOne(0, "00:10:00", saw("2000", false, null, null));
  bench.pollOne(60, "00:11:00", saw("2000", true, 25, 300));
  const start = bench.told("LINK_TX")[0];
  deepStrictEqual([start?.kind, secAfterStart(start?.at ?? null)], ["START", 35]);
});

Deno.test("reconcile repairs a missed key-up with its true time", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.pollOne(60, "00:11:00", saw("2000", false, 60, 40));
  const stop = bench.told("LINK_TX").at(-1);
  deepStrictEqual([stop?.kind, secAfterStart(stop?.at ?? null), stop?.total_tx_seconds], ["STOP", 20, 20]);
});

Deno.test("reconcile counts a whole transmission that no event told", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.alinks(5, "1,2000TU");
  bench.pollOne(60, "00:11:00", saw("2000", false, 40, 30));
  deepStrictEqual(
    bench.told("LINK_TX").map((edge) => [edge.kind, secAfterStart(edge.at), edge.total_tx_seconds]),
    [
      ["START", 0, 0],
      ["STOP", 5, 5],
      ["START", 20, 5],
      ["STOP", 30, 15],
    ],
  );
});

Deno.test("reconcile adds nothing for a transmission that events told, whatever the rounding", () => {
  for (const lateSec of [0, 0.5, 1, 1.9]) {
    const bench = new Bench();
    bench.alinks(0, "1,2000TK");
    bench.alinks(5, "1,2000TU");
    bench.poll(60 + lateSec, {
      askedSec: 60 + lateSec,
      conns: [["2000", "", "IN", "00:11:00", UP]],
      linked: "T2000",
      saw: [saw("2000", false, 60, 55)],
    });
    strictEqual(bench.told("LINK_TX").length, 2, `asked ${lateSec} s late`);
  }
});

Deno.test("reconcile does not take the flicker of a chained link for two transmissions", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.pollOne(60, "00:11:00", saw("2000", true, 20, 20));
  deepStrictEqual(bench.told("LINK_TX").map((edge) => edge.kind), ["START"]);
});

Deno.test("reconcile splits what was two transmissions when the events between were lost", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.pollOne(60, "00:11:00", saw("2000", true, 10, 30));
  deepStrictEqual(bench.told("LINK_TX").map((edge) => [edge.kind, secAfterStart(edge.at)]), [
    ["START", 0],
    ["STOP", 30],
    ["START", 50],
  ]);
});

Deno.test("reconcile ends a transmission that ended during an outage at its true time", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.apply(10, { type: "ami", state: "retrying" });
  bench.apply(40, { type: "ami", state: "connected" });
  bench.pollOne(41, "00:11:00", saw("2000", false, 41, 16));
  const stop = bench.told("LINK_TX").at(-1);
  deepStrictEqual([stop?.kind, secAfterStart(stop?.at ?? null)], ["STOP", 25]);
});

Deno.test("reconcile continues a transmission that went on through an outage", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.apply(10, { type: "ami", state: "retrying" });
  bench.apply(40, { type: "ami", state: "connected" });
  bench.pollOne(41, "00:11:00", saw("2000", true, 41, null));
  deepStrictEqual(bench.told("LINK_TX").map((edge) => edge.kind), ["START"]);
  strictEqual(bench.link(50, "2000")?.total_tx_seconds, 50);
});

Deno.test("reconcile ends the transmission of a link that went during an outage at the loss", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.apply(10, { type: "ami", state: "retrying" });
  bench.apply(40, { type: "ami", state: "connected" });
  bench.poll(41, { conns: [], linked: "<NONE>", alinks: "" });
  const stop = bench.told("LINK_TX").at(-1);
  deepStrictEqual([stop?.kind, secAfterStart(stop?.at ?? null)], ["STOP", 10]);
});

Deno.test("reconcile goes on with a session of an earlier run when the connection is the same", () => {
  const openSession = { connectedSinceMs: T0 - 3_600_000, txMs: 120_000 };
  const memory = {
    node: "2000",
    totalTxMs: 500_000,
    lastTxStartMs: null,
    lastTxEndMs: T0 - 60_000,
    openSession,
  };
  const same = new Bench({ memory: [memory] });
  same.poll(0, {
    conns: [["2000", "", "IN", "01:00:01", UP]],
    linked: "T2000",
    saw: [saw("2000", false, 90, 60)],
  });
  deepStrictEqual([same.link(0, "2000")?.session_tx_seconds, same.link(0, "2000")?.total_tx_seconds], [
    120,
    500,
  ]);
  const other = new Bench({ memory: [memory] });
  other.poll(0, {
    conns: [["2000", "", "IN", "00:00:20", UP]],
    linked: "T2000",
    saw: [saw("2000", false, null, null)],
  });
  strictEqual(other.link(0, "2000")?.session_tx_seconds, 0);
});

Deno.test("reconcile keeps an operator's variables and leaves out the ones told in typed form", () => {
  const bench = new Bench();
  bench.poll(0, { vars: { RPT_RXKEYED: "1", WX: "<b>Town</b>", cpu_temp: "45" } });
  deepStrictEqual(bench.machine.status("1999", T0)?.variables, { WX: "<b>Town</b>", cpu_temp: "45" });
  deepStrictEqual(bench.told("NODE_RX").map((edge) => edge.keyed), [true]);
});

Deno.test("reconcile does not take an old answer over a newer edge of the receiver", () => {
  const bench = new Bench();
  bench.keyed(10, "RPT_RXKEYED", true);
  bench.poll(10.1, { askedSec: 9.9, vars: { RPT_RXKEYED: "0" } });
  strictEqual(bench.machine.status("1999", T0)?.rx_keyed, true);
});

Deno.test("reconcile ends a short transmission whose key-up was lost, although its age is rounded to before its start", () => {
  const bench = new Bench();
  bench.alinks(0.6, "1,2000TK");
  bench.pollOne(30, "00:11:00", saw("2000", false, 30, 30));
  const stop = bench.told("LINK_TX").at(-1);
  deepStrictEqual([stop?.kind, secAfterStart(stop?.at ?? null)], ["STOP", 0.6]);
});

Deno.test("reconcile ends a transmission whose key-up was lost a moment ago when it ended, not when it was asked", () => {
  const bench = new Bench();
  bench.alinks(0, "1,2000TK");
  bench.pollOne(30, "00:11:00", saw("2000", false, 30, 1));
  const stop = bench.told("LINK_TX").at(-1);
  deepStrictEqual([stop?.kind, secAfterStart(stop?.at ?? null)], ["STOP", 29]);
});

Deno.test("reconcile takes the true end of a transmission whose key-up was told late by another link's edge", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TU");
  bench.alinks(10, "2,2000TU,2001TK");
  strictEqual(bench.machine.takeMissedEvents("1999"), true);
  strictEqual(bench.machine.takeMissedEvents("1999"), false);
  bench.poll(10.1, {
    askedSec: 10,
    conns: [["2000", "", "IN", "00:11:00", UP], ["2001", "", "IN", "00:11:00", UP]],
    linked: "T2000, T2001",
    saw: [saw("2000", false, 10, 4), saw("2001", true, 0, null)],
  });
  const stop = bench.told("LINK_TX").at(-1);
  deepStrictEqual([stop?.kind, stop?.node, secAfterStart(stop?.at ?? null)], ["STOP", "2000", 6]);
});

Deno.test("LocalNode does not call an edge of one link, or links that come keyed, a sign of lost events", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TK,2001TU");
  bench.alinks(1, "2,2000TU,2001TU");
  bench.alinks(2, "1,2001TK");
  strictEqual(bench.machine.takeMissedEvents("1999"), false);
});

Deno.test("reconcile lets stand what an event told in the millisecond of the question, but after it", () => {
  const bench = new Bench();
  bench.alinks(0, "2,2000TU,2001TU");
  bench.apply(10, { type: "asked", node: "1999" });
  bench.alinks(10, "2,2000TU,2002TU");
  bench.keyed(10, "RPT_RXKEYED", true);
  bench.poll(10, {
    conns: [["2000", "", "IN", "00:00:10", UP], ["2001", "", "IN", "00:00:10", UP]],
    linked: "T2000, T2001",
    vars: { RPT_RXKEYED: "0" },
  });
  deepStrictEqual(["2000", "2001", "2002"].map((node) => bench.link(10, node) !== undefined), [
    true,
    false,
    true,
  ]);
  strictEqual(bench.machine.status("1999", T0)?.rx_keyed, true);
});

Deno.test("reconcile takes a poll over what an event told in the same millisecond, but before the question", () => {
  const bench = new Bench();
  bench.alinks(10, "1,2001TU");
  bench.apply(10, { type: "asked", node: "1999" });
  bench.poll(10, { conns: [["2000", "", "IN", "00:00:10", UP]], linked: "T2000", alinks: "1,2001TU" });
  deepStrictEqual(["2000", "2001"].map((node) => bench.link(10, node) !== undefined), [true, false]);
});
