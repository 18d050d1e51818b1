import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import type { AmiTransport, Dial } from "../../lib/ami/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { type CaptureFiles, Recorder, type Rotation } from "../../lib/wiretap/mod.ts";

const OPTIONS = {
  server: "a",
  host: "pbx",
  port: 5038,
  username: "u",
  password: "p",
  tls: false,
  events: "on",
  auth: "auto",
  retryIntervalMs: 1,
  retryMaxMs: 1,
  keepaliveMs: 1,
} as const;

/** Files in memory: one pair after another. */
class MemoryFiles implements CaptureFiles {
  readonly pairs: { raw: string; jsonl: string }[] = [];
  fails = false;

  begin(): void {
    this.pairs.push({ raw: "", jsonl: "" });
  }

  write(part: "raw" | "jsonl", bytes: Uint8Array): void {
    if (this.fails) throw new Error("write capture, the disk is full");
    const pair = this.pairs.at(-1);
    if (pair !== undefined) pair[part] += new TextDecoder("latin1").decode(bytes);
  }

  close(): void {}
}

interface Line {
  readonly clock: VirtualClock;
  readonly files: MemoryFiles;
  readonly recorder: Recorder;
  readonly failures: Error[];
  transport(reads: readonly string[]): Promise<AmiTransport>;
}

function line(rotation: Rotation = { maxBytes: 1e9, maxMs: 1e9 }): Line {
  const clock = new VirtualClock(1_000_000);
  const files = new MemoryFiles();
  const failures: Error[] = [];
  const recorder = new Recorder(files, clock, rotation, (error) => failures.push(error));
  return {
    clock,
    files,
    recorder,
    failures,
    transport: (reads) => recorder.tapping(dialling(reads))(OPTIONS, new AbortController().signal),
  };
}

function dialling(reads: readonly string[]): Dial {
  const left = [...reads];
  return () =>
    Promise.resolve({
      read: (buffer) => {
        const next = left.shift();
        if (next === undefined) return Promise.resolve(null);
        const bytes = Uint8Array.from(next, (char) => char.charCodeAt(0));
        buffer.set(bytes);
        return Promise.resolve(bytes.length);
      },
      write: (bytes) => Promise.resolve(Math.min(bytes.length, 9)),
      close: () => {},
    });
}

async function readAll(transport: AmiTransport): Promise<void> {
  const buffer = new Uint8Array(4_096);
  while (await transport.read(buffer) !== null);
}

async function writeAll(transport: AmiTransport, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) sent += await transport.write(bytes.subarray(sent));
}

Deno.test("Recorder writes every byte as it came, and each read with its time", async () => {
  const { clock, files, recorder, transport } = line();
  const reads = ["Asterisk Call Manager/11.0.0\r\nEve", "nt: Hangup\r\nX: caf\xe9\r\n\r\n"];
  const tapped = await transport(reads);
  clock.advance(250);
  await readAll(tapped);
  strictEqual(files.pairs[0]?.raw, reads.join(""));
  const records = files.pairs[0].jsonl.trim().split("\n").map((text) => JSON.parse(text));
  deepStrictEqual(records.map(({ t, wall, dir }) => [t, wall, dir]), [
    [0, 1_000_000, "open"],
    [250, 1_000_250, "rx"],
    [250, 1_000_250, "rx"],
    [250, 1_000_250, "eof"],
  ]);
  deepStrictEqual(recorder.recorded, { bytes: reads.join("").length, events: 1, files: 1 });
});

Deno.test("Recorder leaves secrets out of what was sent, however a write is cut", async () => {
  const { files, transport } = line();
  const tapped = await transport([]);
  await writeAll(
    tapped,
    "Action: Login\r\nUsername: admin\r\nSecret: hunter2\r\n\r\nAction: Login\r\nKey: 0af3\r\n\r\n",
  );
  const { raw = "", jsonl = "" } = files.pairs[0] ?? {};
  doesNotMatch(raw + jsonl, /hunter2|0af3/);
  match(jsonl, /Username: admin/);
  strictEqual(jsonl.split("<not recorded>").length, 3);
});

Deno.test("Recorder begins a new pair of files where a frame ends when one is full or old", async () => {
  const full = line({ maxBytes: 30, maxMs: 1e9 });
  await readAll(await full.transport(["Event: A\r\nLong: 1234567890123", "45\r\n\r\n", "Event: B\r\n\r\n"]));
  deepStrictEqual(full.files.pairs.map(({ raw }) => raw), [
    "Event: A\r\nLong: 123456789012345\r\n\r\n",
    "Event: B\r\n\r\n",
  ]);
  const old = line({ maxBytes: 1e9, maxMs: 1_000 });
  const tapped = await old.transport(["Event: A\r\n\r\n", "Event: B\r\n\r\n", "Event: C\r\n\r\n"]);
  const buffer = new Uint8Array(64);
  await tapped.read(buffer);
  old.clock.advance(1_000);
  await readAll(tapped);
  deepStrictEqual(old.files.pairs.map(({ raw }) => raw), [
    "Event: A\r\n\r\nEvent: B\r\n\r\n",
    "Event: C\r\n\r\n",
  ]);
});

Deno.test("Recorder tells once that the files take no more, and lets the session go on", async () => {
  const { files, failures, recorder, transport } = line();
  const tapped = await transport(["Event: A\r\n\r\n", "Event: B\r\n\r\n"]);
  files.fails = true;
  await readAll(tapped);
  deepStrictEqual(failures.map(({ message }) => message), ["write capture, the disk is full"]);
  strictEqual(recorder.failure, failures[0]);
});
