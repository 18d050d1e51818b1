import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { systemClock, VirtualClock } from "../../lib/clock/mod.ts";
import { type StatsAnswer, statsSource } from "../../lib/control/mod.ts";
import { statsOf, statsService } from "./stats_service.ts";

const never = new AbortController().signal;

async function answered(answer: () => Response): Promise<StatsAnswer> {
  await using service = statsService(answer);
  const ask = statsSource({ url: `${service.url}/`, userAgent: "Nexus/test", clock: systemClock });
  const found = await ask("61057", never);
  deepStrictEqual(service.asked, ["61057"]);
  return found;
}

Deno.test("statsSource reads an answer, with the time of the server where it says one", async () => {
  const date = "Fri, 20 Nov 2026 10:00:00 GMT";
  const found = await answered(() => Response.json(statsOf("61057"), { headers: { Date: date } }));
  ok(found.kind === "stats");
  deepStrictEqual([found.stats.links, found.atMs], [2, Date.UTC(2026, 10, 20, 10)]);
});

Deno.test("statsSource tells numbers that are not known, too many requests and every failure apart", async () => {
  deepStrictEqual(await answered(() => Response.json([], { status: 404 })), { kind: "unlisted" });
  const busy = (retry?: string) =>
    answered(() =>
      new Response("slow down", { status: 429, headers: retry ? { "Retry-After": retry } : {} })
    );
  deepStrictEqual(await busy("75"), { kind: "busy", retryMs: 75_000 });
  deepStrictEqual(await busy("999999999"), { kind: "busy", retryMs: 3_600_000 });
  deepStrictEqual(await busy("Fri, 20 Nov 2026 10:00:00 GMT"), { kind: "busy", retryMs: null });
  deepStrictEqual(await busy(), { kind: "busy", retryMs: null });
  deepStrictEqual(await answered(() => new Response("", { status: 502 })), {
    kind: "failed",
    why: "status 502",
  });
  const unread = { kind: "failed", why: "the answer was not understood" };
  for (const body of ["", "<html>", "[]", JSON.stringify(statsOf("2000"))]) {
    deepStrictEqual(await answered(() => new Response(body)), unread, body);
  }
  deepStrictEqual(await answered(() => new Response("x".repeat(1_000_001))), {
    kind: "failed",
    why: "the answer is longer than 1000000 bytes",
  });
});

Deno.test("statsSource tells why nobody answers without the address", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const url = `http://nexus:secret@127.0.0.1:${listener.addr.port}/api`;
  listener.close();
  const found = await statsSource({ url, userAgent: "Nexus/test", clock: systemClock })("2000", never);
  ok(found.kind === "failed");
  match(found.why, /\S/);
  strictEqual(/secret|\/api/.test(found.why), false, found.why);
});

Deno.test("statsSource gives an answer that does not come up after ten seconds, and at once when it is stopped", async () => {
  const sent = Promise.withResolvers<void>();
  const held: ReadableStreamDefaultController<Uint8Array>[] = [];
  await using service = statsService(() => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        held.push(controller);
        controller.enqueue(new TextEncoder().encode("{"));
        sent.resolve();
      },
    });
    return new Response(body);
  });
  const clock = new VirtualClock(0);
  const ask = statsSource({ url: service.url, userAgent: "Nexus/test", clock });
  const late = ask("2000", never);
  await sent.promise;
  await clock.advanceAsync(10_000);
  deepStrictEqual(await late, { kind: "failed", why: "no answer within 10 s" });
  const stop = new AbortController();
  const stopped = ask("2000", stop.signal);
  stop.abort();
  strictEqual((await stopped).kind, "failed");
});
