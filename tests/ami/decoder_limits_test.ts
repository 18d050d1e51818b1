import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { AmiDecoder, DEFAULT_LIMITS } from "../../lib/ami/mod.ts";
import { bytesOf, chunked, decode, decodeText, outcome } from "./support/decoding.ts";

const LINE = 40;
const FRAME = 100;
const LIMITS = { maxLineBytes: LINE, maxFrameBytes: FRAME };
const AFTER = "Event: After\r\n\r\n";

/** A header line of so many bytes, without its line end. */
const line = (bytes: number, name = "K: ") => name + "x".repeat(bytes - name.length);

/** Decodes in one chunk and byte by byte, which must agree. */
function limited(text: string) {
  const bytes = bytesOf(text);
  const whole = decode([bytes], { expectBanner: false, limits: LIMITS });
  const single = decode(chunked(bytes, [1]), { expectBanner: false, limits: LIMITS });
  deepStrictEqual(outcome(single), outcome(whole));
  const { droppedLongLine, droppedLongFrame } = whole.decoder.counters;
  return { names: whole.frames.map((frame) => frame.name), droppedLongLine, droppedLongFrame };
}

Deno.test("AmiDecoder gives up the frame with a line over the limit and no other", () => {
  for (const eol of ["\r\n", "\n"]) {
    for (
      const [bytes, dropped] of [[LINE - 1, 0], [LINE, 0], [LINE + 1, 1], [LINE + 2, 1], [
        LINE + 30,
        1,
      ]] as const
    ) {
      for (const last of [true, false]) {
        const lines = last ? ["Event: A", line(bytes)] : ["Event: A", line(bytes), "Z: 1"];
        const text = `Event: Before${eol}${eol}${lines.join(eol)}${eol}${eol}Event: After${eol}${eol}`;
        const names = dropped ? ["Before", "After"] : ["Before", "A", "After"];
        deepStrictEqual(
          limited(text),
          { names, droppedLongLine: dropped, droppedLongFrame: 0 },
          `${bytes} ${last}`,
        );
      }
    }
  }
});

Deno.test("AmiDecoder gives up a frame whose first line is over the limit", () => {
  for (const [bytes, dropped] of [[LINE, 0], [LINE + 1, 1], [LINE + 40, 1]] as const) {
    const { droppedLongLine, names } = limited(`Event: B\r\n\r\n${line(bytes, "Event: ")}\r\n\r\n${AFTER}`);
    deepStrictEqual([droppedLongLine, names.at(-1), names.length], [dropped, "After", 3 - dropped]);
  }
});

Deno.test("AmiDecoder gives up a frame over the limit and no other", () => {
  for (const eol of ["\r\n", "\n"]) {
    for (
      const [bytes, dropped] of [[FRAME - 1, 0], [FRAME, 0], [FRAME + 1, 1], [FRAME + 2, 1], [
        9 * FRAME,
        1,
      ]] as const
    ) {
      const head = `Event: A${eol}`;
      let body = head;
      while (body.length + LINE < bytes) body += line(20) + eol;
      body += line(bytes - body.length, "K:");
      const text = `Event: Before${eol}${eol}${body}${eol}${eol}Event: After${eol}${eol}`;
      const names = dropped ? ["Before", "After"] : ["Before", "A", "After"];
      deepStrictEqual(limited(text), { names, droppedLongLine: 0, droppedLongFrame: dropped }, `${bytes}`);
    }
  }
});

Deno.test("AmiDecoder gives up command output over the limit up to its end mark", () => {
  const output = Array.from({ length: 12 }, (_, index) => `Event: no${index}\n\n`).join("");
  const text = `Response: Follows\n\n${output}--END COMMAND--\n\nEvent: After\n\n`;
  deepStrictEqual(limited(text), { names: ["After"], droppedLongLine: 0, droppedLongFrame: 1 });
});

Deno.test("AmiDecoder finds frames again when an end mark never comes", () => {
  const events = Array.from({ length: 40 }, (_, index) => `Event: E${index}\r\n\r\n`).join("");
  const { names, droppedLongFrame } = limited(`Response: Follows\r\n${events}`);
  strictEqual(droppedLongFrame, 1);
  ok(names.length > 20 && names.at(-1) === "E39", names.join(" "));
});

Deno.test("AmiDecoder takes a first line that never ends for no greeting", () => {
  const decoded = decode(chunked(bytesOf(`${"x".repeat(500)}\r\n\r\n${AFTER}`), [7]), { limits: LIMITS });
  deepStrictEqual([decoded.banners, decoded.frames.map((frame) => frame.name)], [[], ["After"]]);
  strictEqual(decoded.decoder.counters.droppedLongLine, 1);
});

Deno.test("AmiDecoder takes a greeting up to the limit of a line", () => {
  for (const [length, banners] of [[LINE, 1], [LINE + 1, 0]] as const) {
    strictEqual(decode([bytesOf(`${"x".repeat(length)}\r\n`)], { limits: LIMITS }).banners.length, banners);
  }
});

Deno.test("AmiDecoder takes long lines and frames within the default limits", () => {
  const { maxLineBytes, maxFrameBytes } = DEFAULT_LIMITS;
  const long = decodeText(`Event: A\r\n${line(maxLineBytes)}\r\n\r\n`);
  strictEqual(long.frames[0]?.get("K")?.length, maxLineBytes - 3);
  const row = "Output: " + "y".repeat(92);
  const rows = Math.floor((maxFrameBytes - 20) / (row.length + 2));
  const large = decodeText(`Response: Success\r\n${`${row}\r\n`.repeat(rows)}\r\n`);
  deepStrictEqual([large.frames[0]?.output().length, large.decoder.counters.droppedLongFrame], [rows, 0]);
});

const ENDLESS: readonly (readonly [name: string, start: string, unit: string])[] = [
  ["one line without end", "", "x"],
  ["lines without an empty one", "", "Key: value\r\n"],
  ["command output without end mark", "Response: Follows\r\n", "output\n"],
  ["carriage returns", "", "\r"],
  ["a first header that never ends", "ActionID: ", "7"],
];

for (const [name, start, unit] of ENDLESS) {
  Deno.test(`AmiDecoder holds no more than its limits of ${name}`, () => {
    const names: string[] = [];
    const decoder = new AmiDecoder({ expectBanner: false, onFrame: (frame) => names.push(frame.name) });
    const chunk = bytesOf(unit.repeat(Math.ceil(100_000 / unit.length)));
    decoder.push(bytesOf(start));
    let most = 0;
    for (let round = 0; round < 60; round++) {
      decoder.push(chunk);
      most = Math.max(most, decoder.heldBytes);
    }
    const bound = DEFAULT_LIMITS.maxFrameBytes + 3 * DEFAULT_LIMITS.maxLineBytes;
    ok(most <= bound, `${most} bytes held`);
    const { droppedLongFrame, droppedLongLine } = decoder.counters;
    strictEqual(droppedLongFrame + droppedLongLine, 1);
    decoder.push(bytesOf("\r\n--END COMMAND--\r\n\r\nEvent: After\r\n\r\n"));
    strictEqual(names.at(-1), "After");
  });
}

Deno.test("AmiDecoder survives a single chunk larger than every limit", () => {
  const decoder = new AmiDecoder({ expectBanner: false, onFrame: () => undefined });
  decoder.push(bytesOf("x".repeat(5_000_000) + "\r\n\r\nEvent: A\r\n\r\n"));
  deepStrictEqual([decoder.counters.frames, decoder.counters.droppedLongLine, decoder.heldBytes], [1, 1, 0]);
});
