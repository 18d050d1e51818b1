/**
 * What one key edge costs, from the bytes of its eight frames (four variables, each as VarSet and as event) to the
 * serialised messages for a client, with 2 adjacent links and 300 nodes in the network.
 */
import { AmiDecoder, encodeFrame } from "../lib/ami/mod.ts";
import { VirtualClock } from "../lib/clock/mod.ts";
import { EventBus } from "../lib/events/mod.ts";
import { ANONYMOUS, type ClientPort, createLiveHub, EVERYTHING } from "../lib/live/mod.ts";
import { silentLogger } from "../lib/log/mod.ts";
import { createNodes } from "../lib/nodes/mod.ts";
import { readRptSignal } from "../lib/rpt/mod.ts";
import { type BenchRow, formatRows } from "./row.ts";

const EDGES = 20_000;
const PASSES = 5;
const NETWORK_NODES = 300;
const BUDGET_US = 60;
const BUDGET_BYTES = 600;
const CHANNEL = "usrp/127.0.0.1:34199:32199";

/** Measures time and bytes of one edge. */
export async function run(): Promise<BenchRow[]> {
  let best = { us: Infinity, bytes: 0 };
  for (let pass = 0; pass < PASSES; pass++) {
    const measured = onePass();
    if (measured.us < best.us) best = measured;
  }
  return await Promise.resolve([
    {
      name: "key edge, bytes to messages",
      figure: `${best.us.toFixed(1)} us`,
      budget: `${BUDGET_US} us`,
      ok: best.us <= BUDGET_US,
    },
    {
      name: "key edge, bytes to each client",
      figure: `${Math.ceil(best.bytes)} bytes`,
      budget: `under ${BUDGET_BYTES} bytes`,
      ok: best.bytes < BUDGET_BYTES,
    },
  ]);
}

function onePass(): { readonly us: number; readonly bytes: number } {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const machine = createNodes({
    server: "bench",
    unkeyGraceMs: 500,
    names: () => undefined,
    displayNames: new Map(),
    recall: () => undefined,
  });
  const hub = createLiveHub({
    clock,
    log: silentLogger,
    version: "bench",
    heartbeatIntervalMs: 5_000,
    linkTxBatchMs: 0,
    snapshot: { statuses: () => machine.statuses(clock.now()), talkerLog: () => [] },
  });
  const bus = new EventBus([hub], (_sink, _event, error) => {
    throw error;
  });
  machine.apply({ type: "discovered", nodes: ["1999"] }, clock.now());
  machine.apply({ type: "ami", state: "connected" }, clock.now());
  const client = countingClient();
  hub.open(client.port, EVERYTHING, ANONYMOUS, "127.0.0.1");
  const decoder = new AmiDecoder({
    expectBanner: false,
    onFrame: (frame) => {
      const signal = readRptSignal(frame);
      if (signal) bus.publish(machine.apply({ type: "signal", signal }, clock.now()));
    },
  });
  const edges = [edgeBytes("U"), edgeBytes("K")] as const;
  decoder.push(edges[0]);
  client.reset();
  const startMs = performance.now();
  for (let edge = 1; edge <= EDGES; edge++) {
    clock.advance(1_000);
    bus.publish(machine.tick(clock.now()));
    decoder.push(edges[edge % 2 as 0 | 1]);
  }
  const us = (performance.now() - startMs) * 1_000 / EDGES;
  hub.stop();
  return { us, bytes: client.bytes() / EDGES };
}

function countingClient() {
  let bytes = 0;
  const port: ClientPort = {
    send: (text) => void (bytes += text.length),
    bufferedBytes: 0,
    close: () => undefined,
  };
  return { port, bytes: () => bytes, reset: () => void (bytes = 0) };
}

function edgeBytes(keyed: "K" | "U"): Uint8Array {
  const network = Array.from({ length: NETWORK_NODES }, (_, index) => `T${500_000 + index}`).join(",");
  const variables: readonly (readonly [string, string])[] = [
    ["RPT_ALINKS", `2,2000T${keyed},2001TU`],
    ["RPT_NUMALINKS", "2"],
    ["RPT_LINKS", `${NETWORK_NODES},${network}`],
    ["RPT_NUMLINKS", String(NETWORK_NODES)],
  ];
  const frames = variables.flatMap(([name, value]) => [varSet(name, value), event(name, value)]);
  return new Uint8Array(frames.flatMap((frame) => [...frame]));
}

function event(name: string, value: string): Uint8Array {
  return encodeFrame([
    ["Event", name],
    ["Privilege", "call,all"],
    ["Node", "1999"],
    ["Channel", CHANNEL],
    ["EventValue", value],
    ["LastKeyedTime", "Fri Nov 20 23:41:46 2026"],
    ["LastTxKeyedTime", "Fri Nov 20 23:44:35 2026"],
  ]);
}

function varSet(name: string, value: string): Uint8Array {
  return encodeFrame([
    ["Event", "VarSet"],
    ["Privilege", "dialplan,all"],
    ["Channel", CHANNEL],
    ["ChannelState", "6"],
    ["ChannelStateDesc", "Up"],
    ["CallerIDNum", "<unknown>"],
    ["CallerIDName", "<unknown>"],
    ["Uniqueid", "1795218092.5"],
    ["Linkedid", "1795218092.3"],
    ["Variable", name],
    ["Value", value],
  ]);
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
