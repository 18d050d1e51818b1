/**
 * What laying a poll's answer over the state costs: XStat and SawStat of a node with 50 links, while nothing
 * changed, while one link was keyed unseen, and after a connection that was away (every link keyed at the loss).
 */
import { AmiDecoder, type AmiFrame, encodeFrame } from "../lib/ami/mod.ts";
import { createNodes, type NodesMachine } from "../lib/nodes/mod.ts";
import { parseSawStat, parseXStat } from "../lib/rpt/mod.ts";
import { type BenchRow, formatRows } from "./row.ts";

const LINKS = 50;
const ROUNDS = 1_000;
const PASSES = 3;
const BUDGET_US = 200;
/** Fifty transmissions that begin or end at once, told one by one; it happens once after an outage. */
const OUTAGE_BUDGET_US = 1_000;
const START_MS = Date.UTC(2026, 0, 1);
const STEP_MS = 60_000;

type Case = (machine: NodesMachine, round: number, nowMs: number) => number;

/** Measures an answer that is no news, one that mends an edge, and the first one after an outage. */
export async function run(): Promise<BenchRow[]> {
  const cases: readonly (readonly [string, Case])[] = [
    [
      "poll of 50 links, nothing new",
      (machine, round, nowMs) => timed(machine, answer(round, () => 0), nowMs),
    ],
    [
      "poll of 50 links, one edge mended",
      (machine, round, nowMs) => timed(machine, answer(round, (link) => link === 7 ? round % 2 : 0), nowMs),
    ],
    ["reconcile 50 keyed links after an outage", (machine, round, nowMs) => {
      machine.apply({ type: "ami", state: "retrying" }, nowMs - 5_000);
      machine.apply({ type: "ami", state: "connected" }, nowMs - 1_000);
      return timed(machine, answer(round, () => round % 2), nowMs);
    }],
  ];
  return await Promise.resolve(cases.map(([name, measure]) => {
    const us = Math.min(...Array.from({ length: PASSES }, () => onePass(measure)));
    const budgetUs = name.startsWith("reconcile") ? OUTAGE_BUDGET_US : BUDGET_US;
    return { name, figure: `${us.toFixed(0)} us median`, budget: `${budgetUs} us`, ok: us <= budgetUs };
  }));
}

function onePass(measure: Case): number {
  const machine = createNodes({
    server: "bench",
    unkeyGraceMs: 500,
    names: () => undefined,
    displayNames: new Map(),
    recall: () => undefined,
  });
  machine.apply({ type: "discovered", nodes: ["1999"] }, START_MS);
  machine.apply({ type: "ami", state: "connected" }, START_MS);
  const tookMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    tookMs.push(measure(machine, round, START_MS + round * STEP_MS));
  }
  tookMs.sort((one, other) => one - other);
  return (tookMs[ROUNDS >> 1] ?? 0) * 1_000;
}

/** Milliseconds that the parsed answers take to be laid over the state. */
function timed(machine: NodesMachine, bytes: Uint8Array, nowMs: number): number {
  const frames: AmiFrame[] = [];
  new AmiDecoder({ expectBanner: false, onFrame: (frame) => void frames.push(frame) }).push(bytes);
  const [xstatFrame, sawStatFrame] = frames;
  if (!xstatFrame || !sawStatFrame) throw new Error(`decode a poll, frames are missing: ${frames.length}`);
  const sawStat = parseSawStat(sawStatFrame);
  const xstat = parseXStat(xstatFrame, sawStat.rows.map(({ name }) => name));
  const startMs = performance.now();
  machine.apply({ type: "poll", answer: { askedAtMs: nowMs, xstat, sawStat } }, nowMs);
  return performance.now() - startMs;
}

function answer(round: number, keyedOf: (link: number) => number): Uint8Array {
  const links = Array.from(
    { length: LINKS },
    (_, index) => ({ name: String(2_000 + index), keyed: keyedOf(index) }),
  );
  const connectedSec = 3_600 + round * STEP_MS / 1_000;
  const time = [connectedSec / 3_600, connectedSec / 60 % 60, connectedSec % 60]
    .map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
  const adjacent = links.map(({ name, keyed }) => `${name}T${keyed ? "K" : "U"}`).join(",");
  const xstat = encodeFrame([
    ["Response", "Success"],
    ["Node", "1999"],
    ...links.map(({ name }) => ["Conn", connRow(name, time)] as const),
    ["LinkedNodes", links.map(({ name }) => `T${name}`).join(", ")],
    ["Var", `RPT_ALINKS=${LINKS},${adjacent}`],
    ["Var", "RPT_RXKEYED=0"],
  ]);
  const sawStat = encodeFrame([
    ["Response", "Success"],
    ["Node", "1999"],
    ...links.map(({ name, keyed }) => ["Conn", `${name} ${ages(keyed)}`] as const),
  ]);
  return new Uint8Array([...xstat, ...sawStat]);
}

/** Whoever is keyed was not a minute ago; whoever is not never was, as far as SawStat tells. */
function ages(keyed: number): string {
  return keyed ? "1 10 -1" : "0 -1 -1";
}

function connRow(name: string, time: string): string {
  return name.padEnd(10) + "192.0.2.1".padEnd(20) + "0".padEnd(12) + "OUT".padEnd(11) + time.padEnd(20) +
    "ESTABLISHED".padEnd(20);
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
