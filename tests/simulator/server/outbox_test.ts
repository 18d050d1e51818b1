import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type ByteSink, Outbox, type OutboxEnd } from "../../../lib/simulator/server/outbox.ts";

/** A client that takes a write only when it is let. */
class SlowSink implements ByteSink {
  readonly written: string[] = [];
  closed = 0;
  #take = Promise.withResolvers<void>();

  write(bytes: Uint8Array): Promise<void> {
    this.written.push(new TextDecoder().decode(bytes));
    return this.#take.promise;
  }

  close(): void {
    this.closed++;
  }

  async take(): Promise<void> {
    this.#take.resolve();
    this.#take = Promise.withResolvers();
    await Promise.resolve();
    await Promise.resolve();
  }

  async fail(): Promise<void> {
    this.#take.reject(new Error("gone"));
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  }
}

function slow(limitBytes: number) {
  const sink = new SlowSink();
  const ends: OutboxEnd[] = [];
  const outbox = new Outbox(sink, limitBytes, (end) => ends.push(end));
  return { sink, ends, outbox, push: (text: string) => outbox.push(new TextEncoder().encode(text)) };
}

Deno.test("Outbox writes what came meanwhile in one go, in order", async () => {
  const { sink, outbox, push } = slow(100);
  for (const text of ["a", "b", "c"]) push(text);
  deepStrictEqual(sink.written, ["a"]);
  strictEqual(outbox.waitingBytes, 2);
  await sink.take();
  deepStrictEqual(sink.written, ["a", "bc"]);
  strictEqual(outbox.waitingBytes, 0);
});

Deno.test("Outbox closes when one byte too many waits, not at the limit", () => {
  const { sink, ends, outbox, push } = slow(10);
  push("under way");
  push("0123456789");
  strictEqual(sink.closed, 0);
  push("x");
  deepStrictEqual(ends, ["too slow"]);
  strictEqual(sink.closed, 1);
  strictEqual(outbox.waitingBytes, 0);
  push("ignored");
  outbox.close();
  deepStrictEqual(sink.written, ["under way"]);
  deepStrictEqual(ends, ["too slow"]);
});

Deno.test("Outbox.finish sends what waits, then closes once", async () => {
  const { sink, ends, outbox, push } = slow(100);
  push("a");
  push("b");
  outbox.finish();
  strictEqual(sink.closed, 0);
  await sink.take();
  await sink.take();
  deepStrictEqual(sink.written, ["a", "b"]);
  deepStrictEqual(ends, ["closed"]);
  outbox.finish();
  strictEqual(sink.closed, 1);
});

Deno.test("Outbox ends when a write fails", async () => {
  const { sink, ends, push } = slow(100);
  push("a");
  await sink.fail();
  deepStrictEqual(ends, ["gone"]);
  ok(sink.closed === 1);
});

Deno.test("Outbox holds everything back while it is stalled, also the end", () => {
  const written: number[] = [];
  const ends: OutboxEnd[] = [];
  const sink: ByteSink = { write: (bytes) => void written.push(bytes.length), close: () => {} };
  const outbox = new Outbox(sink, 100, (end) => ends.push(end));
  outbox.stall(true);
  outbox.push(new Uint8Array(3));
  outbox.push(new Uint8Array(4));
  outbox.finish();
  deepStrictEqual([written, ends], [[], []]);
  outbox.stall(false);
  deepStrictEqual([written, ends], [[7], ["closed"]]);
});
