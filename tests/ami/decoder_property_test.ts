import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { AmiDecoder, type AmiFrame } from "../../lib/ami/mod.ts";
import { bytesOf, chunked, decode, outcome } from "./support/decoding.ts";
import { recordings } from "./support/recordings.ts";

const SESSIONS = recordings();

/** Pieces that the framing turns on, so that random streams are full of near misses. */
const PIECES = [
  "\r\n",
  "\n",
  "\r",
  "\r\n\r\n",
  "\n\n",
  "\n\r\n",
  "Event: A",
  "Response: Success",
  "Response: Follows",
  "response:follows",
  "Privilege: Command",
  "ActionID: 1",
  "--END COMMAND--",
  "--END COMMAND",
  "Output:  x",
  "Key: value",
  "É東😀",
  ":",
  "<a>",
  "x".repeat(30),
];

const limits = fc.option(
  fc.record({
    maxLineBytes: fc.integer({ min: 1, max: 60 }),
    maxFrameBytes: fc.integer({ min: 1, max: 150 }),
  }),
  { nil: undefined },
);

const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 });
const smallSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

const crafted = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })), { maxLength: 60 })
  .map((parts) => bytesOf(parts.join("")));

Deno.test("AmiDecoder gives the same frames for every split of a recorded session", () => {
  const session = fc.constantFrom(...SESSIONS.filter(({ bytes }) => bytes.length < 60_000));
  fc.assert(
    fc.property(session, sizes, ({ bytes }, cuts) => {
      deepStrictEqual(outcome(decode(chunked(bytes, cuts))), outcome(decode([bytes])));
    }),
    { numRuns: 60 },
  );
});

Deno.test("AmiDecoder gives the same frames for every split of crafted streams, within any limits", () => {
  fc.assert(
    fc.property(crafted, smallSizes, limits, fc.boolean(), (bytes, cuts, limits, expectBanner) => {
      const whole = outcome(decode([bytes], { limits, expectBanner }));
      deepStrictEqual(outcome(decode(chunked(bytes, cuts), { limits, expectBanner })), whole);
      deepStrictEqual(outcome(decode(chunked(bytes, [1]), { limits, expectBanner })), whole);
    }),
    { numRuns: 1_500 },
  );
});

Deno.test("AmiDecoder survives any bytes, counts them all and holds a bounded part", () => {
  const bound = { maxLineBytes: 50, maxFrameBytes: 200 };
  const noise = fc.oneof(fc.uint8Array({ maxLength: 4_000 }), crafted);
  fc.assert(
    fc.property(noise, smallSizes, (bytes, cuts) => {
      const decoder = new AmiDecoder({ limits: bound, expectBanner: false, onFrame: readEverything });
      for (const chunk of chunked(bytes, cuts)) {
        decoder.push(chunk);
        ok(decoder.heldBytes <= 200 + 4 + 3 * 52, `${decoder.heldBytes} bytes held`);
      }
      decoder.end();
      strictEqual(decoder.counters.bytes, bytes.length);
    }),
    { numRuns: 500 },
  );
});

/** No way to look at a frame may throw. */
function readEverything(frame: AmiFrame): void {
  for (const { name } of frame.headers()) {
    ok(frame.all(name).length > 0 && frame.get(name) !== undefined, name);
  }
  ok(frame.output().every((line) => !line.includes("\n")));
}

/** Bytes that end in an empty line, as whatever a peer sends in place of a frame does. */
const garbage = fc.uint8Array({ minLength: 1, maxLength: 300 })
  .filter((bytes) => bytes[0] !== 0x0a && bytes[0] !== 0x0d && !isFollows(bytes));

function isFollows(bytes: Uint8Array): boolean {
  return /follows/i.test(new TextDecoder("latin1").decode(bytes));
}

Deno.test("AmiDecoder loses only the garbage between valid frames", () => {
  fc.assert(
    fc.property(fc.array(garbage, { maxLength: 6 }), smallSizes, (junk, cuts) => {
      const valid = (index: number) => bytesOf(`Event: Valid\r\nIndex: ${index}\r\n\r\n`);
      const parts = [
        valid(0),
        ...junk.flatMap((bytes, index) => [bytes, bytesOf("\r\n\r\n"), valid(index + 1)]),
      ];
      const bytes = new Uint8Array(parts.flatMap((part) => [...part]));
      const { frames } = decode(chunked(bytes, cuts), {
        expectBanner: false,
        limits: { maxLineBytes: 100, maxFrameBytes: 200 },
      });
      const found = frames.filter((frame) => frame.name === "Valid").map((frame) => frame.get("Index"));
      deepStrictEqual(found, Array.from({ length: junk.length + 1 }, (_, index) => String(index)));
    }),
    { numRuns: 300 },
  );
});

Deno.test("AmiDecoder does the same work per byte however the stream is cut", () => {
  const { bytes } = SESSIONS.find(({ name }) => name.startsWith("04c")) ?? { bytes: new Uint8Array(0) };
  const longFrame = bytesOf(
    `Response: Success\r\n${"Output: some words of a command\r\n".repeat(20_000)}\r\n`,
  );
  const longFollows = bytesOf(
    `Response: Follows\r\n${"some words of a command\n".repeat(20_000)}--END COMMAND--\r\n\r\n`,
  );
  const longLine = bytesOf(`ActionID: ${"7".repeat(60_000)}\r\nResponse: Success\r\n\r\n`);
  for (const stream of [bytes, longFrame, longFollows, longLine]) {
    const whole = decode([stream], { expectBanner: false }).decoder;
    const single = decode(chunked(stream, [1]), { expectBanner: false }).decoder;
    strictEqual(single.counters.frames, whole.counters.frames);
    ok(whole.examinedBytes <= 3 * stream.length, `whole: ${whole.examinedBytes / stream.length} per byte`);
    ok(
      single.examinedBytes <= 4 * stream.length,
      `single: ${single.examinedBytes / stream.length} per byte`,
    );
  }
});
