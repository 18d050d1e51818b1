import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decode } from "./support/decoding.ts";
import { recording, recordings } from "./support/recordings.ts";

/** Frames by another way: the stream as text, cut at empty lines, without the greeting. */
function expectedFrames(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes);
  const blocks = text.slice(text.indexOf("\r\n") + 2).split("\r\n\r\n");
  strictEqual(blocks.pop(), "", "a recording ends with a whole frame");
  return blocks.map((block) => block.replace(/^(\r\n)+/, ""));
}

for (const { name, bytes } of recordings()) {
  Deno.test(`AmiDecoder reads every frame and header of ${name}`, () => {
    const expected = expectedFrames(bytes);
    const { banners, frames, decoder } = decode([bytes]);
    deepStrictEqual(banners, ["Asterisk Call Manager/11.0.0"]);
    const { droppedLongFrame, droppedLongLine, truncatedFrames } = decoder.counters;
    deepStrictEqual([droppedLongFrame, droppedLongLine, truncatedFrames], [0, 0, 0]);
    strictEqual(decoder.counters.frames, expected.length);
    frames.forEach((frame, index) => {
      const lines = (expected[index] ?? "").split("\r\n");
      if (frame.kind === "text") return deepStrictEqual(frame.output(), lines);
      const headers = frame.headers().map((header) => `${header.name}: ${header.value}`.trim());
      deepStrictEqual(headers, lines.map((line) => line.replace(/:\s*/, ": ").trim()), `frame ${index}`);
      ok(["event", "response"].includes(frame.kind), `frame ${index} is ${frame.kind}`);
    });
  });
}

Deno.test("AmiDecoder finds 8,591 frames in the recordings: events, responses and one text", () => {
  const counts: Record<string, number> = {};
  for (const { bytes } of recordings()) {
    for (const frame of decode([bytes]).frames) counts[frame.kind] = (counts[frame.kind] ?? 0) + 1;
  }
  deepStrictEqual(counts, { response: 1_322, event: 7_268, text: 1 });
});

Deno.test("AmiDecoder reads the XML of RptLocalNodes as text between two answers", () => {
  const { frames } = decode([recording("02a").bytes]);
  const at = frames.findIndex((frame) => frame.kind === "text");
  deepStrictEqual(frames[at]?.output().map((line) => line.trim()), [
    '<?xml version="1.0"?>',
    "<nodes>",
    "<node>1998</node>",
    "<node>1999</node>",
    "<node>2000</node>",
    "</nodes>",
  ]);
  deepStrictEqual([frames[at - 1]?.kind, frames[at + 1]?.kind], ["response", "response"]);
});

Deno.test("AmiDecoder counts the three empty answers of VoterStatus", () => {
  strictEqual(decode([recording("08a").bytes]).decoder.counters.emptyFrames, 3);
});
