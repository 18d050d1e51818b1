import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { MemoryReturn } from "../../lib/memory/mod.ts";
import type { CLibrary } from "../../lib/native/mod.ts";

const PAGE_BYTES = 4_096;

/** A library of a program with one part of 16 pages, which takes down what it is asked. */
function notingLibrary(headersAt = 0x40n) {
  const asked: string[] = [];
  const values: Readonly<Record<number, bigint>> = { 3: headersAt, 4: 56n, 5: 2n, 6: BigInt(PAGE_BYTES) };
  const library: CLibrary = {
    auxiliary: (type) => values[type] ?? 0n,
    copy(address, byteCount) {
      strictEqual(address, headersAt);
      const view = new DataView(new ArrayBuffer(byteCount));
      view.setUint32(0, 6, true);
      view.setBigUint64(16, 0x40n, true);
      view.setUint32(56, 1, true);
      view.setUint32(60, 5, true);
      view.setBigUint64(56 + 40, BigInt(16 * PAGE_BYTES), true);
      return new Uint8Array(view.buffer);
    },
    giveBack: (address, byteCount) => asked.push(`give back ${byteCount} at ${address}`) > 0,
    returnBlocksOver: (byteCount) => void asked.push(`return blocks over ${byteCount}`),
    trim: () => void asked.push("trim"),
    close: () => void asked.push("close"),
  };
  return { asked, library };
}

Deno.test("MemoryReturn gives the program's pages back 2 s after the start and every minute, until it ends", () => {
  const { asked, library } = notingLibrary();
  const clock = new VirtualClock();
  const memory = new MemoryReturn(library, clock);
  memory.start();
  deepStrictEqual(asked.splice(0), ["return blocks over 131072"]);
  clock.advance(1_999);
  deepStrictEqual(asked, []);
  clock.advance(1);
  deepStrictEqual(asked.splice(0), ["give back 65536 at 0", "trim"]);
  clock.advance(57_999);
  deepStrictEqual(asked, []);
  clock.advance(1);
  deepStrictEqual(asked.splice(0), ["give back 65536 at 0", "trim"]);
  clock.advance(60_000);
  deepStrictEqual(asked.splice(0), ["give back 65536 at 0", "trim"]);
  memory.stop();
  clock.advance(3_600_000);
  deepStrictEqual([asked, clock.pending], [["close"], 0]);
});

Deno.test("MemoryReturn touches no page when the kernel does not tell where the program is, and trims all the same", () => {
  const { asked, library } = notingLibrary(0n);
  const clock = new VirtualClock();
  const memory = new MemoryReturn(library, clock);
  memory.start();
  clock.advance(2_000);
  memory.stop();
  deepStrictEqual(asked, ["return blocks over 131072", "trim", "close"]);
});

Deno.test("MemoryReturn does nothing without a library", () => {
  const clock = new VirtualClock();
  const memory = new MemoryReturn(null, clock);
  memory.start();
  strictEqual(clock.pending, 0);
  memory.stop();
});
