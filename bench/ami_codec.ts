/**
 * How fast recorded sessions become frames: all recordings repeated to 100 MB, pushed in chunks of 64 KiB, every
 * frame handed on. Once with the few headers read that a key edge needs, once with all headers of every frame.
 */
import { AmiDecoder, type AmiFrame } from "../lib/ami/mod.ts";
import { type BenchRow, formatRows } from "./row.ts";

const TOTAL_BYTES = 100_000_000;
const CHUNK_BYTES = 64 * 1024;
/** The best of so many passes: other work on the machine only ever makes a pass slower. */
const PASSES = 5;
const FEW_BUDGET = 1_000_000;
const ALL_BUDGET = 250_000;

/** Measures both ways of reading. */
export async function run(): Promise<BenchRow[]> {
  const bytes = await recordings();
  return [
    row("codec, a few headers read", framesPerSecond(bytes, readFew), FEW_BUDGET),
    row("codec, all headers read", framesPerSecond(bytes, readAll), ALL_BUDGET),
  ];
}

function row(name: string, figure: number, budget: number): BenchRow {
  const text = (value: number) => `${Math.round(value).toLocaleString("en")} frames/s`;
  return { name, figure: text(figure), budget: text(budget), ok: figure >= budget };
}

/** Every recording, one after another; later greetings become one more line of the frame behind them. */
async function recordings(): Promise<Uint8Array> {
  const folder = new URL("../fixtures/ami/", import.meta.url);
  const names = [...Deno.readDirSync(folder)].map((entry) => entry.name).filter((name) =>
    name.endsWith(".raw")
  );
  const parts = await Promise.all(names.sort().map((name) => Deno.readFile(new URL(name, folder))));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function framesPerSecond(bytes: Uint8Array, read: (frame: AmiFrame) => number): number {
  let best = 0;
  for (let pass = 0; pass < PASSES; pass++) best = Math.max(best, onePass(bytes, read));
  return best;
}

let sink = 0;

function onePass(bytes: Uint8Array, read: (frame: AmiFrame) => number): number {
  const decoder = new AmiDecoder({ onFrame: (frame) => void (sink += read(frame)) });
  const startMs = performance.now();
  for (let total = 0; total < TOTAL_BYTES; total += bytes.length) {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) decoder.push(bytes.subarray(at, at + CHUNK_BYTES));
  }
  return decoder.counters.frames / ((performance.now() - startMs) / 1000);
}

function readFew(frame: AmiFrame): number {
  if (frame.kind !== "event" || !frame.name.startsWith("RPT_")) return frame.name.length;
  return (frame.get("Node")?.length ?? 0) + (frame.get("EventValue")?.length ?? 0);
}

function readAll(frame: AmiFrame): number {
  let length = 0;
  for (const header of frame.headers()) length += header.name.length + header.value.length;
  return length;
}

if (import.meta.main) {
  const rows = await run();
  // deno-lint-ignore no-console
  console.log(formatRows(rows));
  if (!rows.every((entry) => entry.ok)) Deno.exitCode = 1;
}
