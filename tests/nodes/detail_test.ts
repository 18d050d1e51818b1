import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseNodeStat, parseSawStat, parseXStat } from "../../lib/rpt/mod.ts";
import { isNodeDetail } from "../../lib/wire/mod.ts";
import { frameOf, recordedReply } from "../rpt/frames.ts";
import { nodeDetail } from "../wire/samples.ts";
import { Bench, T0 } from "./helpers.ts";

const STATES = "02e-rptstatus-states";

const UNKNOWN = nodeDetail({ server: "local" });

const at = (sec: number) => new Date(T0 + sec * 1_000).toISOString();

function learnStat(bench: Bench, sec: number, nodeStatId: string) {
  const nodeStat = parseNodeStat(recordedReply(STATES, nodeStatId));
  bench.apply(sec, {
    type: "node_stat",
    answer: { nodeId: "1999", atMs: T0 + sec * 1_000, nodeStat, flags: null },
  });
}

function learnXStat(bench: Bench, sec: number, id: string, polarity: "inverted" | "unknown" = "inverted") {
  const xstat = parseXStat(recordedReply(STATES, id), [], polarity);
  const sawStat = parseSawStat(frameOf(["Node: 1999"]));
  bench.apply(sec, { type: "poll", answer: { askedAtMs: T0 + sec * 1_000, xstat, sawStat } });
}

Deno.test("NodesView.detail knows nothing before it was told, and guesses nothing", () => {
  const bench = new Bench();
  deepStrictEqual(bench.machine.detail("1999"), UNKNOWN);
  strictEqual(bench.machine.detail("2000"), undefined, "no local node");
  strictEqual(isNodeDetail(bench.machine.detail("1999")), true);
});

Deno.test("NodesView.detail tells the recorded counters and flags in words, each with its time", () => {
  const bench = new Bench();
  learnStat(bench, 10, "02e-3");
  learnXStat(bench, 20, "02e-4");
  deepStrictEqual(bench.machine.detail("1999"), {
    ...UNKNOWN,
    flags: {
      transmitter: "disabled",
      time_out_timer: "enabled",
      time_out_timer_state: "reset",
      identifier_state: "queued_for_cleanup",
      scheduler: "enabled",
      incoming_connections: "enabled",
      linking_commands: "enabled",
      user_functions: "enabled",
      autopatch: "enabled",
      autopatch_state: "down",
      parrot: "disabled",
      telemetry: "follows",
      tail: "standard",
    },
    flags_at: at(20),
    counters: {
      keyups_today: 5,
      keyups_total: 5,
      kerchunks_today: 1,
      kerchunks_total: 1,
      time_outs_total: 0,
      tx_today_seconds: 31.464,
      tx_total_seconds: 31.464,
    },
    counters_at: at(10),
    remote_base: false,
    connected_nodes: [],
  });
  strictEqual(isNodeDetail(bench.machine.detail("1999")), true);
});

Deno.test("NodesView.detail says not known where the polarity or a line is missing", () => {
  const bench = new Bench();
  learnXStat(bench, 20, "02e-4", "unknown");
  const { flags } = bench.machine.detail("1999") ?? UNKNOWN;
  deepStrictEqual([
    flags?.transmitter,
    flags?.incoming_connections,
    flags?.parrot,
    flags?.time_out_timer_state,
  ], [
    null,
    null,
    "disabled",
    "reset",
  ]);
  const nodeStat = parseNodeStat(frameOf(["IsRemoteBase: YES", "KeyupsToday: many", "KerchunksToday: -1"]));
  bench.apply(30, { type: "node_stat", answer: { nodeId: "1999", atMs: T0, nodeStat, flags: null } });
  const detail = bench.machine.detail("1999");
  deepStrictEqual([detail?.remote_base, detail?.connected_nodes], [true, null]);
  deepStrictEqual(new Set(Object.values(detail?.counters ?? {})), new Set([null]));
});

Deno.test("NodesView.detail keeps what it knew when an answer has no status line, and when the server is away", () => {
  const bench = new Bench();
  learnXStat(bench, 20, "02e-4");
  const before = bench.machine.detail("1999");
  const bare = parseXStat(frameOf(["Node: 1999", "LinkedNodes: <NONE>"]), [], "inverted");
  bench.apply(30, { type: "poll", answer: { askedAtMs: T0 + 30_000, xstat: bare, sawStat: null } });
  bench.apply(40, { type: "ami", state: "retrying" });
  deepStrictEqual(bench.machine.detail("1999"), before);
});

Deno.test("isNodeDetail refuses what lacks a field or has a word it does not know", () => {
  const bench = new Bench();
  learnXStat(bench, 20, "02e-4");
  const detail = bench.machine.detail("1999") ?? UNKNOWN;
  strictEqual(isNodeDetail({ ...detail, more: 1 }), true);
  strictEqual(isNodeDetail({ ...detail, flags: { ...detail.flags, parrot: "yes" } }), false);
  const { counters: _, ...lacking } = detail;
  strictEqual(isNodeDetail(lacking), false);
});
