import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { type AmiError, type AmiTransport } from "../../lib/ami/mod.ts";
import { MAX_OUTBOX_BYTES, Outbox } from "../../lib/ami/outbox.ts";
import { bytesOf } from "./support/decoding.ts";

/** A transport that takes so many bytes a write, and fails or stalls on demand. */
class Sink implements AmiTransport {
  written = "";
  atOnce = 0;
  release: (() => void) | null = null;

  constructor(private readonly takes: (call: number) => number, private readonly stalls = false) {}

  read = () => Promise.resolve(null);
  close = () => this.release?.();

  async write(bytes: Uint8Array): Promise<number> {
    this.atOnce++;
    strictEqual(this.atOnce, 1, "one write at a time");
    if (this.stalls) await new Promise<void>((resolve) => this.release = resolve);
    await Promise.resolve();
    this.atOnce--;
    const count = Math.min(bytes.length, this.takes(this.written.length));
    this.written += new TextDecoder().decode(bytes.subarray(0, Math.max(0, count)));
    return count;
  }
}

const noError = (reason: string) => {
  throw new Error(reason);
};

/** Lets writes that need no more than promises get done. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("Outbox writes messages whole and in order, one write at a time", async () => {
  const sink = new Sink((written) => 1 + written % 3);
  const outbox = new Outbox(sink, noError);
  for (const text of ["first", "second", "third"]) outbox.send(bytesOf(text));
  await settled();
  outbox.send(bytesOf("fourth"));
  await settled();
  deepStrictEqual([sink.written, outbox.queuedBytes], ["firstsecondthirdfourth", 0]);
  await outbox.close();
});

Deno.test("Outbox refuses what would go over its bound and keeps what waits", async () => {
  const sink = new Sink(() => 10 ** 9, true);
  const outbox = new Outbox(sink, noError);
  outbox.send(new Uint8Array(MAX_OUTBOX_BYTES - 10).fill(0x61));
  outbox.send(bytesOf("0123456789"));
  throws(() => outbox.send(bytesOf("!")), (error: AmiError) => error.code === "busy");
  strictEqual(outbox.queuedBytes, MAX_OUTBOX_BYTES);
  const closed = outbox.close();
  sink.close();
  await closed;
  strictEqual(sink.written.includes("!"), false);
});

Deno.test("Outbox tells once when a transport takes no more bytes", async () => {
  const reasons: string[] = [];
  const outbox = new Outbox(new Sink(() => 0), (reason) => reasons.push(reason));
  outbox.send(bytesOf("a"));
  outbox.send(bytesOf("b"));
  await settled();
  outbox.send(bytesOf("c"));
  await outbox.close();
  deepStrictEqual(reasons, ["the transport takes no more bytes"]);
});

Deno.test("Outbox writes nothing after close", async () => {
  const sink = new Sink(() => 10);
  const outbox = new Outbox(sink, noError);
  await outbox.close();
  outbox.send(bytesOf("a"));
  await settled();
  strictEqual(sink.written, "");
});
