/**
 * The correlator of calls: how many events a second it takes, over every written story as frames of AMI without anything
 * between, and over the recorded sessions with calls as they came; and what 2,000 calls that are up hold in memory.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { AmiDecoder, type AmiFrame, encodeFrame } from "../lib/ami/mod.ts";
import { type Correlator, createCorrelator } from "../lib/calls/mod.ts";
import { openCapture, Playback } from "../lib/wiretap/mod.ts";
import { CORPUS } from "../tests/calls/corpus/corpus.ts";
import { Pbx, type StoryEvent } from "../tests/calls/corpus/pbx.ts";
import { ALICE, DESK, talking } from "../tests/calls/corpus/story.ts";
import { type BenchRow, formatRows } from "./row.ts";

/** Short passes, of which the best counts: a longer one is interrupted by whatever else the machine does. */
const ROUNDS = 2;
const PASSES = 150;
const BUDGET_EVENTS_PER_SEC = 500_000;
const RECORDED = new URL("../fixtures/ami/", import.meta.url);
const CALLS = 2_000;
const CHANNELS_PER_CALL = 2;
/** Two phones and their bridge, with the text of the events that their names and ids are cut from. */
const BUDGET_BYTES_PER_CALL = 8_000;

interface Heard {
  readonly frame: AmiFrame;
  readonly atMs: number;
}

/** Measures the speed and the memory. */
export async function run(): Promise<BenchRow[]> {
  return [
    speedRow("calls: written stories", CORPUS.flatMap(({ events }) => events.map(heardOf))),
    speedRow("calls: recorded sessions", await recorded()),
    memoryRow(),
  ];
}

function speedRow(name: string, events: readonly Heard[]): BenchRow {
  let best = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const correlator = createCorrelator({ server: "bench" });
    const startMs = performance.now();
    for (let round = 0; round < ROUNDS; round++) {
      for (const { frame, atMs } of events) correlator.apply(frame, atMs);
    }
    best = Math.max(best, events.length * ROUNDS / (performance.now() - startMs) * 1_000);
  }
  const text = (perSec: number) => `${Math.round(perSec).toLocaleString("en")} events/s`;
  return { name, figure: text(best), budget: text(BUDGET_EVENTS_PER_SEC), ok: best >= BUDGET_EVENTS_PER_SEC };
}

async function recorded(): Promise<readonly Heard[]> {
  const events: Heard[] = [];
  for (const { name } of Deno.readDirSync(RECORDED)) {
    if (!name.startsWith("05") || !name.endsWith(".jsonl")) continue;
    for await (const batch of new Playback(await openCapture(new URL(name, RECORDED).pathname)).run()) {
      for (const played of batch) {
        if (played.type === "frame" && played.frame.kind === "event") events.push(played);
      }
    }
  }
  return events;
}

function memoryRow(): BenchRow {
  const beforeBytes = heapBytes();
  const correlator = withCalls(CALLS);
  const perCall = (heapBytes() - beforeBytes) / CALLS;
  const { calls } = correlator.counters;
  if (calls !== CALLS) throw new Error(`hold calls, some are missing: ${calls}`);
  return {
    name: `calls: memory with ${CALLS.toLocaleString("en")} at once`,
    figure: `${(perCall * CALLS / 1e6).toFixed(1)} MB, ${Math.round(perCall)} bytes a call`,
    budget: `${BUDGET_BYTES_PER_CALL} bytes a call`,
    ok: perCall <= BUDGET_BYTES_PER_CALL,
  };
}

function withCalls(count: number): Correlator {
  const correlator = createCorrelator({ server: "bench" });
  for (let call = 0; call < count; call++) {
    const pbx = new Pbx({ firstId: call * CHANNELS_PER_CALL });
    talking(pbx, DESK, ALICE);
    for (const { frame, atMs } of pbx.events.map(heardOf)) correlator.apply(frame, atMs);
  }
  return correlator;
}

function heapBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("measure memory, the collector cannot be called");
  collect();
  collect();
  return Deno.memoryUsage().heapUsed;
}

function heardOf({ name, headers, atMs }: StoryEvent): Heard {
  const frames: AmiFrame[] = [];
  const bytes = encodeFrame([["Event", name], ["Privilege", "call,all"], ...headers]);
  new AmiDecoder({ expectBanner: false, onFrame: (frame) => void frames.push(frame) }).push(bytes);
  const [frame] = frames;
  if (frame === undefined) throw new Error(`decode an event, there is no frame: ${name}`);
  return { frame, atMs };
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
