import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ANONYMOUS, EVERYTHING, sseResponse } from "../../lib/live/mod.ts";
import { keepsChunks } from "../../lib/live/sse.ts";
import { nodeStatus, SAMPLE_AT } from "../wire/samples.ts";
import { type Bench, bench, event } from "./support.ts";

const keyed = (on: boolean) => event("NODE_TX", { node: "1999", keyed: on, at: SAMPLE_AT });

/** An open stream and a reader of its text. */
function stream(made: Bench, maxChunks?: number) {
  const { hub, clock } = made;
  const response = sseResponse({
    hub,
    clock,
    subscription: EVERYTHING,
    viewer: ANONYMOUS,
    address: "192.0.2.1",
  }, maxChunks);
  if (!response?.body) throw new Error("open a stream, refused");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  return { response, reader };
}

/** Reads until the text has `count` blocks. */
async function blocks(reader: ReadableStreamDefaultReader<string>, count: number): Promise<string[]> {
  let text = "";
  while (text.split("\n\n").length <= count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  return text.split("\n\n").filter((block) => block !== "");
}

Deno.test("sseResponse begins with the retry time, then numbers, names and sends envelopes", async () => {
  const made = bench();
  made.source.nodes = [nodeStatus()];
  const { response, reader } = stream(made);
  strictEqual(response.headers.get("Content-Type"), "text/event-stream; charset=utf-8");
  strictEqual(response.headers.get("Cache-Control"), "no-cache, no-transform");
  strictEqual(response.headers.get("X-Accel-Buffering"), "no");
  made.publish(keyed(true));
  const [retry, welcome, status, log, change] = await blocks(reader, 5);
  strictEqual(retry, "retry: 2000");
  strictEqual(welcome?.startsWith("id: e1-0\nevent: WELCOME\ndata: {"), true);
  strictEqual(status?.startsWith("id: e1-0\nevent: STATUS_UPDATE\ndata: {"), true);
  strictEqual(log?.startsWith("id: e1-0\nevent: TALKER_LOG_SNAPSHOT\ndata: {"), true);
  strictEqual(change?.startsWith("id: e1-1\nevent: NODE_TX\ndata: {"), true);
  await reader.cancel();
});

Deno.test("sseResponse forgets the client when it goes, with its timer", async () => {
  const made = bench();
  const { reader } = stream(made);
  strictEqual(made.hub.counters.clients, 1);
  await reader.cancel();
  deepStrictEqual([made.hub.counters.clients, made.clock.pending], [0, 0]);
  made.publish(keyed(true));
});

Deno.test("sseResponse writes a comment after 15 s of silence, and not before", async () => {
  const made = bench();
  const { reader } = stream(made);
  await blocks(reader, 3);
  const next = async () => (await blocks(reader, 1))[0]?.split("\n")[0];
  made.clock.advance(10_000);
  made.publish(keyed(true));
  strictEqual(await next(), "id: e1-1");
  made.clock.advance(14_999);
  made.publish(keyed(false));
  strictEqual(await next(), "id: e1-2");
  made.clock.advance(15_000);
  strictEqual(await next(), ":");
  made.clock.advance(15_000);
  strictEqual(await next(), ":");
  await reader.cancel();
});

Deno.test("sseResponse tells the hub that a slow reader caught up", async () => {
  const made = bench({ bounds: { maxBytes: 2_000 } });
  const { reader } = stream(made);
  for (let count = 0; count < 2_000; count++) made.publish(keyed(count % 2 === 0));
  let text = "";
  while (!text.includes(`"seq":${made.hub.seq}`)) text += (await reader.read()).value;
  strictEqual(made.hub.counters.resnapshots, 1);
  strictEqual(text.match(/event: TALKER_LOG_SNAPSHOT/g)?.length, 2);
  strictEqual(text.split("event: NODE_TX").length < 1_000, true);
  await reader.cancel();
});

Deno.test("sseResponse ends with the server, and breaks off for a reader that is stuck", async () => {
  const stopped = bench();
  const first = stream(stopped);
  stopped.hub.stop();
  while (!(await first.reader.read()).done);
  const made = bench({ bounds: { maxBytes: 100 } });
  const stuck = stream(made);
  for (let count = 0; count < 2_000; count++) made.publish(keyed(true));
  made.clock.advance(31_000);
  strictEqual(made.hub.counters.closedStuck, 1);
  let failed = false;
  while (!failed) failed = await stuck.reader.read().then(({ done }) => done, () => true);
  deepStrictEqual([made.clock.pending, made.hub.counters.clients], [0, 0]);
});

Deno.test("sseResponse is refused at the connection limit", () => {
  const { hub, clock } = bench({ limits: { total: 0 } });
  const request = { hub, clock, subscription: EVERYTHING, viewer: ANONYMOUS, address: "192.0.2.1" };
  strictEqual(sseResponse(request), undefined);
  strictEqual(clock.pending, 0);
});

Deno.test("sseResponse ends after so many chunks, tells the client to come back at once, and forgets it", async () => {
  const made = bench();
  const { reader } = stream(made, 4);
  made.publish(keyed(true));
  strictEqual(made.hub.counters.clients, 1);
  made.publish(keyed(false));
  deepStrictEqual([made.hub.counters.clients, made.clock.pending], [0, 0]);
  made.publish(keyed(true));
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
  const told = text.split("\n\n").filter((block) => block !== "").map((block) => block.split("\n")[0]);
  deepStrictEqual(told, ["retry: 2000", "id: e1-0", "id: e1-0", "id: e1-1", "id: e1-2", "retry: 50"]);
});

Deno.test("keepsChunks is true of the older Deno that programs are compiled with, and not of this one", () => {
  deepStrictEqual(["2.4.2", "2.8.0", "2.9.6", "3.0.0"].map(keepsChunks), [true, true, false, false]);
});
