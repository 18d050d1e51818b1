import { deepStrictEqual, ok } from "node:assert/strict";
import * as fc from "fast-check";
import { unwrittenSegments } from "../../lib/memory/mod.ts";

const HEADER_BYTES = 56;
const PAGE_BYTES = 4_096;
const [TYPE_LOAD, TYPE_DYNAMIC, TYPE_HEADERS] = [1, 2, 6];
const [READ, WRITE, EXECUTE] = [4, 2, 1];

interface Header {
  readonly type: number;
  readonly flags: number;
  readonly virtualAddress: number;
  readonly memoryBytes: number;
}

function written(headers: readonly Header[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headers.length * HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  headers.forEach(({ type, flags, virtualAddress, memoryBytes }, index) => {
    const at = index * HEADER_BYTES;
    view.setUint32(at, type, true);
    view.setUint32(at + 4, flags, true);
    view.setBigUint64(at + 16, BigInt(virtualAddress), true);
    view.setBigUint64(at + 40, BigInt(memoryBytes), true);
  });
  return bytes;
}

const own: Header = { type: TYPE_HEADERS, flags: READ, virtualAddress: 0x40, memoryBytes: 0x2a0 };
const BASE = 0x5000_0000_0000;

function found(headers: readonly Header[]) {
  return unwrittenSegments(written(headers), HEADER_BYTES, BigInt(BASE + 0x40), PAGE_BYTES);
}

Deno.test("unwrittenSegments gives the constants and the code of a program, whole pages of them, and nothing that is written", () => {
  const headers = [
    own,
    { type: TYPE_LOAD, flags: READ, virtualAddress: 0, memoryBytes: 0x20a3cbc },
    { type: TYPE_LOAD, flags: READ | EXECUTE, virtualAddress: 0x20a5010, memoryBytes: 0x2eb1000 },
    { type: TYPE_LOAD, flags: READ | WRITE, virtualAddress: 0x4f56000, memoryBytes: 0x1be000 },
    { type: TYPE_DYNAMIC, flags: READ, virtualAddress: 0x5111cd0, memoryBytes: 0x4210 },
  ];
  deepStrictEqual(found(headers), [
    { address: BigInt(BASE), byteCount: 0x20a3000 },
    { address: BigInt(BASE + 0x20a6000), byteCount: 0x2eb0000 },
  ]);
});

Deno.test("unwrittenSegments gives none when the headers do not say where they are, are too short, or a part is less than a page", () => {
  const part = { type: TYPE_LOAD, flags: READ, virtualAddress: 0x1800, memoryBytes: 0x1000 };
  deepStrictEqual(found([{ ...part, memoryBytes: 0x100000 }]), []);
  deepStrictEqual(found([own, part]), []);
  deepStrictEqual(unwrittenSegments(written([own, part]), 32, BigInt(BASE), PAGE_BYTES), []);
  deepStrictEqual(unwrittenSegments(new Uint8Array(), HEADER_BYTES, BigInt(BASE), PAGE_BYTES), []);
});

Deno.test("unwrittenSegments never leaves the parts that it found, whatever they are", () => {
  const header = fc.record({
    type: fc.constantFrom(TYPE_LOAD, TYPE_DYNAMIC),
    flags: fc.integer({ min: 0, max: 7 }),
    virtualAddress: fc.integer({ min: 0, max: 2 ** 40 }),
    memoryBytes: fc.integer({ min: 0, max: 2 ** 30 }),
  });
  fc.assert(fc.property(fc.array(header, { maxLength: 8 }), (headers) => {
    for (const { address, byteCount } of found([own, ...headers])) {
      const from = Number(address) - BASE;
      ok(from % PAGE_BYTES === 0 && byteCount % PAGE_BYTES === 0 && byteCount > 0);
      const inside = headers.some(({ type, flags, virtualAddress, memoryBytes }) =>
        type === TYPE_LOAD && (flags & WRITE) === 0 && from >= virtualAddress &&
        from + byteCount <= virtualAddress + memoryBytes
      );
      ok(inside, `${from}, ${byteCount} bytes`);
    }
  }));
});
