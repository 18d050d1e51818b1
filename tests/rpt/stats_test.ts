import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseLocalNodes, parseNodeStat, parseRptStat } from "../../lib/rpt/mod.ts";
import { frameOf, recordedFrames, recordedReply } from "./frames.ts";

Deno.test("parseRptStat reads the nodes and the uptime", () => {
  const recorded = recordedFrames("02a-rptstatus-0-links-idle").find((frame) =>
    frame.get("Nodes") !== undefined
  );
  deepStrictEqual(parseRptStat(recorded!), { nodes: ["1998", "1999", "2000"], uptimeSec: 6 });
  deepStrictEqual(parseRptStat(frameOf(["Nodes: 43732", "RptUptime: 100:00:01"])), {
    nodes: ["43732"],
    uptimeSec: 360_001,
  });
});

Deno.test("parseRptStat reads an answer without nodes", () => {
  deepStrictEqual(parseRptStat(frameOf(["Response: Success"])), { nodes: [], uptimeSec: null });
  deepStrictEqual(parseRptStat(frameOf(["Nodes: <NONE>", "RptUptime: soon"])), {
    nodes: [],
    uptimeSec: null,
  });
});

Deno.test("parseNodeStat reads the recorded answer", () => {
  const stat = parseNodeStat(recordedReply("02e-rptstatus-states", "02e-8"));
  const { fields, ...typed } = stat;
  deepStrictEqual(typed, {
    remoteBase: false,
    signalOnInput: false,
    transmitterKeyed: true,
    keyupsToday: 6,
    keyupsTotal: 6,
    txTodaySec: 33.454,
    txTotalSec: 33.454,
    connectedNodes: [],
  });
  strictEqual(fields.size, 28);
  strictEqual(fields.get("TimeOutTimerState"), "ARMED");
  strictEqual(fields.get("ActionID"), undefined);
});

Deno.test("parseNodeStat reads milliseconds padded to two digits and a list of nodes", () => {
  const stat = parseNodeStat(frameOf([
    "TxTimeToday: 00:00:01:05",
    "TxTimeSinceSystemInitialization: 123:00:00:660",
    "NodesCurrentlyConnectedToUs: 1999,KG5DRT ONE",
  ]));
  strictEqual(stat.txTodaySec, 1.005);
  strictEqual(stat.txTotalSec, 442_800.66);
  deepStrictEqual(stat.connectedNodes, ["1999", "KG5DRT ONE"]);
});

Deno.test("parseNodeStat gives null for what is missing or odd", () => {
  const stat = parseNodeStat(
    frameOf(["IsRemoteBase: YES (RADIO)", "KeyupsToday: few", "SignalOnInput: MAYBE"]),
  );
  const { fields: _, ...typed } = stat;
  deepStrictEqual(typed, {
    remoteBase: true,
    signalOnInput: null,
    transmitterKeyed: null,
    keyupsToday: null,
    keyupsTotal: null,
    txTodaySec: null,
    txTotalSec: null,
    connectedNodes: [],
  });
});

Deno.test("parseLocalNodes reads the XML that app_rpt writes", () => {
  const lines = [
    '<?xml version="1.0"?>',
    "<nodes>",
    "  <node>1998</node>",
    "  <node>1999</node>",
    "</nodes>",
  ];
  deepStrictEqual(parseLocalNodes(lines), ["1998", "1999"]);
  deepStrictEqual(parseLocalNodes(["<nodes><node>1998</node><node>2000</node></nodes>"]), ["1998", "2000"]);
});

Deno.test("parseLocalNodes takes numbers only and stops at its bound", () => {
  const bad = ["<node></node>", "<node>a</node>", "<node>1999", "</node>1<node>", "<node><node>1</node>"];
  deepStrictEqual(parseLocalNodes(bad), []);
  deepStrictEqual(parseLocalNodes(["<node>" + "1".repeat(21) + "</node>"]), []);
  strictEqual(parseLocalNodes(new Array(5000).fill("<node>1999</node>")).length, 1000);
  strictEqual(parseLocalNodes(["<node>1999</node>".repeat(5000)]).length, 1000);
});
