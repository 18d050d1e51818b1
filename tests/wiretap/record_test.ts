import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseRecord } from "../../lib/wiretap/mod.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("parseRecord reads every kind of record", () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['{"t":0,"wall":5,"dir":"open","data":"127.0.0.1:5038"}', { type: "open", atMs: 5 }],
    ['{"t":0,"wall":5,"dir":"close","data":"end of stream"}', { type: "close", atMs: 5 }],
    ['{"t":0,"wall":5,"dir":"eof","data":""}', { type: "close", atMs: 5 }],
    ['{"t":0,"wall":5,"dir":"eof"}', { type: "close", atMs: 5 }],
    ['{"t":0,"wall":5,"dir":"note","data":"keyed"}', { type: "note", atMs: 5 }],
    ['{"t":0.5,"wall":5.9,"dir":"rx","data":"A: é\\r\\n"}', {
      type: "rx",
      atMs: 5,
      bytes: bytes("A: é\r\n"),
    }],
    ['{"t":0,"wall":5,"dir":"tx","data":"Action: Ping\\r\\n\\r\\n"}', {
      type: "tx",
      atMs: 5,
      bytes: bytes("Action: Ping\r\n\r\n"),
    }],
    ['{"t":0,"wall":5,"dir":"rx","b64":"w6n/"}', {
      type: "rx",
      atMs: 5,
      bytes: Uint8Array.of(0xc3, 0xa9, 0xff),
    }],
    ['{"dir":"rx","data":""}', { type: "rx", atMs: null, bytes: bytes("") }],
    ['{"wall":"5","dir":"rx","data":""}', { type: "rx", atMs: null, bytes: bytes("") }],
    ['{"wall":-1,"dir":"open"}', { type: "open", atMs: null }],
    ['{"wall":9e99,"dir":"open"}', { type: "open", atMs: null }],
  ];
  for (const [line, expected] of table) deepStrictEqual(parseRecord(line), expected, line);
});

Deno.test("parseRecord gives nothing for what is no record", () => {
  const bad = [
    "",
    "{",
    "null",
    "5",
    "[]",
    "{}",
    '{"wall":5,"dir":"sideways","data":""}',
    '{"wall":5,"dir":"rx"}',
    '{"wall":5,"dir":"rx","data":7}',
    '{"wall":5,"dir":"rx","b64":"%"}',
    '{"t":0,"wall":5,"dir":"rx","data":"cut',
  ];
  for (const line of bad) strictEqual(parseRecord(line), undefined, line);
});

Deno.test("parseRecord survives any line", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
    const record = parseRecord(line);
    ok(record === undefined || typeof record.type === "string");
  }));
});
