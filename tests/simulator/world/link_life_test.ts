import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { LinkSpec } from "../../../lib/simulator/mod.ts";
import { quietScenario, startVirtual } from "../harness.ts";

const OUT: LinkSpec = { name: "2500", mode: "T", direction: "OUT", peer: "192.0.2.1" };
const IN: LinkSpec = { ...OUT, direction: "IN" };

/** What a node said about its adjacent links since the last time. */
function listsOf(client: { rptEvents(): string[] }): string[] {
  return client.rptEvents().filter((event) => event.includes("RPT_ALINKS")).map((event) => event.slice(16));
}

function started() {
  const running = startVirtual();
  const client = running.client().login();
  const state = () => running.world.node("1998")?.links.map((link) => `${link.name} ${link.state.is}`);
  return { ...running, client, state };
}

Deno.test("call tells nobody of an attempt, and lists the link once it is answered", async () => {
  await using running = started();
  running.world.call("1998", OUT, { answered: true, afterMs: 3_000 });
  running.clock.advance(2_999);
  deepStrictEqual(running.state(), ["2500 connecting"]);
  deepStrictEqual(running.client.rptEvents(), []);
  running.clock.advance(1);
  deepStrictEqual(running.state(), ["2500 established"]);
  deepStrictEqual(listsOf(running.client), ["1,2500TU"]);
});

Deno.test("call tells nobody of a failure, so that a list keeps a link that has gone", async () => {
  await using running = started();
  running.world.call("1998", OUT, { answered: false, afterMs: 5_000 });
  running.world.accept("1998", { ...IN, name: "2501" });
  deepStrictEqual(listsOf(running.client), ["2,2501TU,2500CU"]);
  running.clock.advance(10_000);
  deepStrictEqual(running.state(), ["2501 established"]);
  deepStrictEqual(listsOf(running.client), []);
});

Deno.test("call begins again and again, from zero each time, when a permanent link is not answered", async () => {
  await using running = started();
  running.world.call("1998", { ...OUT, permanent: true }, { answered: false, afterMs: 5_000 });
  const since = () => running.world.nowMs - (running.world.node("1998")?.links[0]?.state.sinceMs ?? 0);
  running.clock.advance(4_000);
  strictEqual(since(), 4_000);
  running.clock.advance(4_000);
  strictEqual(since(), 3_000);
  deepStrictEqual(running.state(), ["2500 connecting"]);
  deepStrictEqual(running.client.rptEvents(), []);
});

Deno.test("hungUp keeps an inbound link for 10 s, then tells the old list and at once the new one", async () => {
  await using running = started();
  running.world.accept("1998", IN);
  listsOf(running.client);
  running.world.hungUp("1998", "2500");
  running.clock.advance(9_999);
  deepStrictEqual(running.state(), ["2500 lingering"]);
  deepStrictEqual(listsOf(running.client), []);
  running.clock.advance(1);
  deepStrictEqual(running.state(), []);
  deepStrictEqual(listsOf(running.client), ["1,2500TU", ""]);
});

Deno.test("hungUp shows C before it drops a link that we called", async () => {
  await using running = started();
  running.world.call("1998", OUT, { answered: true, afterMs: 0 });
  running.clock.advance(1);
  listsOf(running.client);
  running.world.hungUp("1998", "2500");
  deepStrictEqual(running.state(), ["2500 lost"]);
  running.clock.advance(10_000);
  deepStrictEqual(listsOf(running.client), ["1,2500CU", ""]);
});

Deno.test("hungUp of a keyed link ends its over at once", async () => {
  await using running = started();
  running.world.accept("1998", IN);
  ok(running.world.talk({ node: "1998", link: "2500" }, true));
  running.clock.advance(1_500);
  listsOf(running.client);
  running.world.hungUp("1998", "2500");
  deepStrictEqual(listsOf(running.client), ["1,2500TU"]);
  strictEqual(running.world.talk({ node: "1998", link: "2500" }, true), false);
});

Deno.test("accept takes the place of a number that lingers, and counts the reconnect", async () => {
  await using running = started();
  running.world.accept("1998", IN);
  running.world.hungUp("1998", "2500");
  running.clock.advance(3_000);
  running.world.accept("1998", IN);
  running.clock.advance(60_000);
  deepStrictEqual(running.state(), ["2500 established"]);
  strictEqual(running.world.node("1998")?.links[0]?.reconnects, 1);
});

Deno.test("accept lists a name twice that is not a number", async () => {
  await using running = started();
  running.world.accept("1998", { ...IN, name: "101-P" });
  running.world.accept("1998", { ...IN, name: "101-P" });
  deepStrictEqual(listsOf(running.client), ["1,101-PTU", "2,101-PTU,101-PTU"]);
});

Deno.test("lose and the answer to the next call are told nobody, but counted", async () => {
  await using running = started();
  running.world.call("1998", { ...OUT, permanent: true }, { answered: true, afterMs: 0 });
  running.clock.advance(20_000);
  running.client.take();
  running.world.lose("1998", "2500", 4_000);
  const seen = [];
  for (const stepMs of [0, 9_999, 1, 3_999, 1]) {
    running.clock.advance(stepMs);
    seen.push(running.state()?.join());
  }
  deepStrictEqual(seen, ["2500 lost", "2500 lost", "2500 retrying", "2500 retrying", "2500 established"]);
  deepStrictEqual(running.client.rptEvents(), []);
  strictEqual(running.world.node("1998")?.links[0]?.reconnects, 1);
});

Deno.test("changeMode tells that the link has gone, and not that it is back in the new mode", async () => {
  await using running = started();
  running.world.call("1998", { ...OUT, mode: "R" }, { answered: true, afterMs: 0 });
  running.clock.advance(20_000);
  deepStrictEqual(listsOf(running.client), ["1,2500RU"]);
  running.world.changeMode("1998", "2500", "T");
  running.clock.advance(5_000);
  deepStrictEqual(listsOf(running.client), [""]);
  deepStrictEqual(running.state(), ["2500 established"]);
  strictEqual(running.world.node("1998")?.links[0]?.mode, "T");
});

Deno.test("disconnect of a keyed link tells one list without it, and frees the transmitter", async () => {
  await using running = started();
  running.world.accept("1998", IN);
  running.clock.advance(20_000);
  running.world.talk({ node: "1998", link: "2500" }, true);
  running.clock.advance(1_000);
  listsOf(running.client);
  running.world.disconnect("1998", "2500");
  deepStrictEqual(listsOf(running.client), [""]);
  running.clock.advance(20_000);
  strictEqual(running.world.node("1998")?.txKeyed, false);
});

Deno.test("a link between local nodes ends on both sides when one hangs up", async () => {
  await using running = started();
  running.world.call("1998", { ...OUT, name: "1999" }, { answered: true, afterMs: 0 });
  running.clock.advance(1_000);
  const far = () => running.world.node("1999")?.links.map((link) => `${link.direction} ${link.state.is}`);
  deepStrictEqual(far(), ["IN established"]);
  running.world.disconnect("1998", "1999");
  running.clock.advance(100);
  deepStrictEqual(far(), ["IN lingering"]);
  running.clock.advance(10_000);
  deepStrictEqual(far(), []);
});

Deno.test("restartNode drops the links without a list, tells eight zeros, and the links come back", async () => {
  const standing = [
    { node: "1998", link: { ...OUT, permanent: true }, ageSec: 60 },
    { node: "1998", link: { ...OUT, name: "1999" }, ageSec: 60 },
    { node: "1999", link: { ...IN, name: "1998" }, ageSec: 60 },
  ];
  await using running = startVirtual(quietScenario(standing));
  const client = running.client().login();
  running.world.restartNode("1998");
  running.clock.advance(100);
  deepStrictEqual(client.rptEvents(), [
    "1998 RPT_RXKEYED 0",
    "1998 RPT_TXKEYED 0",
    "1998 RPT_ETXKEYED 0",
    "1998 RPT_AUTOPATCHUP 0",
    "1998 RPT_NUMLINKS 0",
    "1998 RPT_NUMALINKS 0",
    "1998 RPT_LINKS 0",
    "1998 RPT_ALINKS 0",
  ]);
  running.clock.advance(30_000);
  const links = (id: string) => running.world.node(id)?.links.map(({ name, state }) => `${name} ${state.is}`);
  deepStrictEqual(links("1998"), ["2500 established", "1999 established"]);
  deepStrictEqual(links("1999"), ["1998 established"]);
});
