import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { headerOf, quietScenario, startVirtual } from "../harness.ts";

/** 1998 and 1999 linked to each other, with a stranger on each; 1999's is a phone when wanted. */
function pair(
  changes: { readonly mode?: "T" | "R"; readonly phone?: boolean; readonly local?: boolean } = {},
) {
  const link = (name: string, direction: "IN" | "OUT", mode: "T" | "R" | "L" = "T") =>
    ({ name, direction, mode, peer: "192.0.2.1" }) as const;
  return startVirtual(quietScenario([
    { node: "1998", link: link("1999", "OUT", changes.mode), ageSec: 60 },
    { node: "1998", link: link("2500", "IN", changes.local ? "L" : "T"), ageSec: 60 },
    { node: "1999", link: link("1998", "IN"), ageSec: 60 },
    { node: "1999", link: { ...link("101-P", "IN"), phone: changes.phone === true }, ageSec: 60 },
  ]));
}

type Running = ReturnType<typeof pair>;

function keyed(running: Running, node: string, name: string): boolean | undefined {
  return running.world.node(node)?.find(name)?.marked;
}

Deno.test("talk on a receiver is heard by the neighbour one hop later, and not sent back", async () => {
  await using running = pair();
  running.world.talk({ node: "1998", link: null }, true);
  running.clock.advance(69);
  strictEqual(keyed(running, "1999", "1998"), false);
  running.clock.advance(1);
  strictEqual(keyed(running, "1999", "1998"), true);
  running.clock.advance(5_000);
  strictEqual(keyed(running, "1998", "1999"), false);
  running.world.talk({ node: "1998", link: null }, false);
  running.clock.advance(70);
  strictEqual(keyed(running, "1999", "1998"), false);
});

Deno.test("talk on a link is heard by the neighbour, and each side marks only who sends to it", async () => {
  await using running = pair();
  running.world.talk({ node: "1999", link: "101-P" }, true);
  running.clock.advance(100);
  deepStrictEqual([keyed(running, "1998", "1999"), keyed(running, "1999", "1998")], [true, false]);
});

Deno.test("talk from both sides at once keys both ends: a double", async () => {
  await using running = pair();
  running.world.talk({ node: "1998", link: null }, true);
  running.world.talk({ node: "1999", link: null }, true);
  running.clock.advance(100);
  deepStrictEqual([keyed(running, "1998", "1999"), keyed(running, "1999", "1998")], [true, true]);
});

Deno.test("a monitor link carries nothing to the node that is monitored", async () => {
  await using running = pair({ mode: "R" });
  running.world.talk({ node: "1998", link: null }, true);
  running.world.talk({ node: "1999", link: null }, true);
  running.clock.advance(100);
  deepStrictEqual([keyed(running, "1998", "1999"), keyed(running, "1999", "1998")], [true, false]);
});

Deno.test("a local monitor is heard on the transmitter and carried no further", async () => {
  await using running = pair({ local: true });
  running.world.talk({ node: "1998", link: "2500" }, true);
  running.clock.advance(100);
  strictEqual(running.world.node("1998")?.txKeyed, true);
  strictEqual(keyed(running, "1999", "1998"), false);
});

Deno.test("a phone user is never marked on his node, and marked by the neighbour", async () => {
  await using running = pair({ phone: true });
  const client = running.client().login();
  running.world.talk({ node: "1999", link: "101-P" }, true);
  running.clock.advance(100);
  strictEqual(keyed(running, "1999", "101-P"), false);
  strictEqual(keyed(running, "1998", "1999"), true);
  const told = client.rptEvents();
  ok(told.includes("1998 RPT_ALINKS 2,2500TU,1999TK"));
  strictEqual(told.some((event) => event.startsWith("1999 RPT_ALINKS")), false);
  const sawStat = client.ask("Action: RptStatus", "Command: SawStat", "Node: 1999");
  ok(sawStat.includes("Conn: 101-P 0 -1 -1\r\n"), sawStat);
});

Deno.test("flicker unkeys a talker for the gap only, and never keys one who has stopped", async () => {
  await using running = pair();
  const talker = { node: "1998", link: "2500" };
  strictEqual(running.world.flicker(talker, 50), false);
  running.world.talk(talker, true);
  ok(running.world.flicker(talker, 50));
  strictEqual(keyed(running, "1998", "2500"), false);
  running.clock.advance(50);
  strictEqual(keyed(running, "1998", "2500"), true);
  running.world.flicker(talker, 50);
  running.world.talk(talker, false);
  running.clock.advance(1_000);
  strictEqual(keyed(running, "1998", "2500"), false);
});

Deno.test("the transmitter's edges alternate, and its first edge tells the old time of the last one", async () => {
  await using running = pair();
  const client = running.client().login();
  for (const [on, waitMs] of [[true, 3_000], [false, 500], [true, 2_000], [false, 10_000]] as const) {
    running.world.talk({ node: "1998", link: "2500" }, on);
    running.clock.advance(waitMs);
  }
  const edges = client.messages().filter((message) =>
    headerOf(message, "Event") === "RPT_TXKEYED" && headerOf(message, "Node") === "1998"
  );
  deepStrictEqual(edges.map((edge) => headerOf(edge, "EventValue")), ["1", "0"]);
  const times = edges.map((edge) => headerOf(edge, "LastTxKeyedTime"));
  deepStrictEqual(times, ["Fri Nov 20 23:39:50 2026", "Fri Nov 20 23:40:08 2026"]);
});

Deno.test("SawStat counts from the last key-up's start and end, the end kept while keyed again", async () => {
  await using running = pair();
  const client = running.client().login();
  const talker = { node: "1998", link: "2500" };
  const row = () => {
    const answer = client.ask("Action: RptStatus", "Command: SawStat", "Node: 1998");
    return answer.split("\r\n").find((line) => line.startsWith("Conn: 2500"));
  };
  const rows = [row()];
  for (const on of [true, false, true]) {
    running.world.talk(talker, on);
    running.clock.advance(4_000);
    rows.push(row());
  }
  deepStrictEqual(rows, ["Conn: 2500 0 -1 -1", "Conn: 2500 1 4 -1", "Conn: 2500 0 8 4", "Conn: 2500 1 4 8"]);
});
