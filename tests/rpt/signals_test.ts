import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readRptSignal } from "../../lib/rpt/mod.ts";
import type { HeaderSource } from "../../lib/rpt/mod.ts";
import { frameOf, recordedFrames } from "./frames.ts";

const CHANNEL = "usrp/127.0.0.1:34198:32198";

function event(name: string, value: string): ReturnType<typeof frameOf> {
  return frameOf([
    `Event: ${name}`,
    "Privilege: call,all",
    "Node: 1998",
    `Channel: ${CHANNEL}`,
    `EventValue: ${value}`,
    "LastKeyedTime: Fri Nov 20 23:41:46 2026",
  ]);
}

function varSet(variable: string, value: string): ReturnType<typeof frameOf> {
  return frameOf(["Event: VarSet", `Channel: ${CHANNEL}`, `Variable: ${variable}`, `Value: ${value}`]);
}

Deno.test("readRptSignal reads the node, the channel and the list of an event", () => {
  deepStrictEqual(readRptSignal(event("RPT_ALINKS", "1,1999TK")), {
    source: "event",
    node: "1998",
    channel: CHANNEL,
    variable: {
      name: "RPT_ALINKS",
      value: "1,1999TK",
      list: { items: [{ name: "1999", mode: "T", keyed: true }], badRows: 0, truncated: false },
    },
  });
  deepStrictEqual(readRptSignal(event("RPT_LINKS", "2,R2001,T1999"))?.variable, {
    name: "RPT_LINKS",
    value: "2,R2001,T1999",
    list: {
      items: [{ name: "2001", mode: "R" }, { name: "1999", mode: "T" }],
      badRows: 0,
      truncated: false,
    },
  });
});

Deno.test("readRptSignal reads counts and keying", () => {
  deepStrictEqual(readRptSignal(event("RPT_NUMLINKS", "312"))?.variable, {
    name: "RPT_NUMLINKS",
    count: 312,
  });
  deepStrictEqual(readRptSignal(event("RPT_NUMALINKS", "0"))?.variable, { name: "RPT_NUMALINKS", count: 0 });
  for (const name of ["RPT_TXKEYED", "RPT_RXKEYED", "RPT_ETXKEYED"] as const) {
    deepStrictEqual(readRptSignal(event(name, "1"))?.variable, { name, keyed: true });
    deepStrictEqual(readRptSignal(event(name, "0"))?.variable, { name, keyed: false });
  }
});

Deno.test("readRptSignal reads a VarSet, which names no node", () => {
  deepStrictEqual(readRptSignal(varSet("RPT_RXKEYED", "1")), {
    source: "varset",
    node: undefined,
    channel: CHANNEL,
    variable: { name: "RPT_RXKEYED", keyed: true },
  });
  const empty = readRptSignal(varSet("RPT_ALINKS", ""));
  deepStrictEqual(empty?.variable, {
    name: "RPT_ALINKS",
    value: "",
    list: { items: [], badRows: 0, truncated: false },
  });
});

Deno.test("readRptSignal gives a list that is parsed once", () => {
  const variable = readRptSignal(event("RPT_ALINKS", "1,1999TK"))?.variable;
  ok(variable?.name === "RPT_ALINKS");
  strictEqual(variable.list, variable.list);
});

Deno.test("readRptSignal gives nothing for other frames and for values that are not understood", () => {
  const frames = [
    frameOf(["Event: Hangup", "Channel: a"]),
    frameOf(["Event: FullyBooted"]),
    frameOf(["Response: Success", "Ping: Pong"]),
    frameOf(["Event: DTMF", "Node: 1998", "EventValue: 1"]),
    event("RPT_AUTOPATCHUP", "1"),
    event("RPT_URI_GPIO1", "1"),
    event("RPT_TXKEYED", ""),
    event("RPT_RXKEYED", "yes"),
    event("RPT_NUMLINKS", "many"),
    event("RPT_NUMLINKS", "-1"),
    varSet("DIALSTATUS", "ANSWER"),
    varSet("XX_RPT_ALINKS", "1,1999TU"),
    frameOf(["Event: VarSet", "Channel: a"]),
    frameOf(["Event: VarSet", "Channel: a", "Variable: RPT_ALINKS"]),
    frameOf(["Event: RPT_ALINKS", "Node: 1998"]),
  ];
  for (const frame of frames) strictEqual(readRptSignal(frame), undefined, JSON.stringify(frame.headers()));
});

Deno.test("readRptSignal asks no header of a frame that is neither", () => {
  const silent: HeaderSource = {
    get: (name) => {
      throw new Error(`asked for ${name}`);
    },
    headers: () => {
      throw new Error("asked for all headers");
    },
  };
  strictEqual(readRptSignal({ ...silent, name: "Newchannel" }), undefined);
  strictEqual(readRptSignal({ ...silent, name: "" }), undefined);
});

Deno.test("readRptSignal reads the signals of a node that starts, in app_rpt's order", () => {
  const signals = recordedFrames("06b-restart-login-while-booting").map(readRptSignal)
    .filter((signal) => signal?.source === "event" && signal.node === "1998");
  deepStrictEqual(signals.slice(0, 7).map((signal) => signal?.variable.name), [
    "RPT_RXKEYED",
    "RPT_TXKEYED",
    "RPT_ETXKEYED",
    "RPT_NUMLINKS",
    "RPT_NUMALINKS",
    "RPT_LINKS",
    "RPT_ALINKS",
  ]);
});
