/** Gives memory back as the server does and tells, as a line of JSON, what became of it. */
import { VirtualClock } from "../../lib/clock/mod.ts";
import { MemoryReturn } from "../../lib/memory/mod.ts";
import { LIBRARY_PATHS, openCLibrary } from "../../lib/native/mod.ts";

const AFTER_START_MS = 2_000;

/** What the program tells. */
export interface Given {
  readonly opened: boolean;
  readonly beforeMb: number;
  readonly afterMb: number;
  /** Whether more of native code could be had afterwards. */
  readonly mayOpenMore: boolean;
}

function rssMb(): number {
  return Deno.memoryUsage().rss / 1e6;
}

function opensMore(): boolean {
  try {
    for (const path of LIBRARY_PATHS) {
      Deno.dlopen(path, { getpid: { parameters: [], result: "i32" } }).close();
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}

if (import.meta.main) {
  const library = openCLibrary();
  const clock = new VirtualClock();
  const memory = new MemoryReturn(library, clock);
  memory.start();
  const beforeMb = rssMb();
  clock.advance(AFTER_START_MS);
  const afterMb = rssMb();
  memory.stop();
  const given: Given = { opened: library !== null, beforeMb, afterMb, mayOpenMore: opensMore() };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(given)));
}
