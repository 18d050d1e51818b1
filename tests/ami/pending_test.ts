import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type AmiReply, TextFrame } from "../../lib/ami/mod.ts";
import { MAX_LIST_ITEMS, PendingActions } from "../../lib/ami/pending.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { decode } from "./support/decoding.ts";
import { failure } from "./support/harness.ts";
import { recording } from "./support/recordings.ts";

const frame = (...lines: string[]) => new TextFrame(lines.join("\r\n"), true);

function pending() {
  const clock = new VirtualClock();
  const actions = new PendingActions(clock);
  const ask = (id: string, action: string, timeoutMs = 10_000) => actions.add({ id, action, timeoutMs });
  return { clock, actions, ask };
}

const names = (reply: AmiReply) => reply.items.map((item) => item.name);

Deno.test("PendingActions gathers a list until its Complete event", async () => {
  const { clock, actions, ask } = pending();
  const list = ask("1", "CoreShowChannels");
  const other = ask("2", "CoreShowChannels");
  actions.take(
    frame("Response: Success", "ActionID: 1", "EventList: start", "Message: Channels will follow"),
  );
  actions.take(frame("Response: Success", "ActionID: 2", "EventList: start"));
  ok(actions.take(frame("Event: CoreShowChannel", "ActionID: 1", "Channel: a")));
  ok(actions.take(frame("Event: CoreShowChannel", "ActionID: 2", "Channel: b")));
  strictEqual(actions.take(frame("Event: VarSet", "Privilege: dialplan,all", "Channel: x")), false);
  ok(
    actions.take(
      frame("Event: CoreShowChannelsComplete", "ActionID: 1", "EventList: Complete", "ListItems: 1"),
    ),
  );
  const reply = await list;
  deepStrictEqual(reply.items.map((item) => item.get("Channel")), ["a"]);
  deepStrictEqual([reply.ok, reply.message, actions.size], [true, "Channels will follow", 1]);
  actions.take(frame("Event: CoreShowChannelsComplete", "ActionID: 2"));
  deepStrictEqual((await other).items.length, 1);
  strictEqual(clock.pending, 0);
});

const ENDINGS = [
  ["Event: StatusComplete"],
  ["Event: PeerlistComplete", "EventList: Complete"],
  ["Event: EndpointDetail", "EventList: cancelled"],
  ["Event: DBGetComplete", "EventList: complete"],
];

for (const ending of ENDINGS) {
  Deno.test(`PendingActions ends a list at ${ending.join(", ")}`, async () => {
    const { actions, ask } = pending();
    const list = ask("1", "List");
    actions.take(frame("Response: Success", "ActionID: 1", "Eventlist: Start"));
    actions.take(frame("Event: Item", "ActionID: 1"));
    actions.take(frame(...ending, "ActionID: 1"));
    deepStrictEqual(names(await list), ["Item"]);
  });
}

Deno.test("PendingActions gathers the list of an old server that only says what will follow", async () => {
  const { actions, ask } = pending();
  const list = ask("1", "QueueStatus");
  actions.take(frame("Response: Success", "ActionID: 1", "Message: Queue status will follow"));
  actions.take(frame("Event: QueueParams", "ActionID: 1"));
  actions.take(frame("Event: QueueStatusComplete", "ActionID: 1"));
  deepStrictEqual(names(await list), ["QueueParams"]);
});

Deno.test("PendingActions gives items without ActionID to the only open list, events to nobody", async () => {
  const { actions, ask } = pending();
  const list = ask("1", "IAXpeers");
  const single = ask("2", "Ping");
  strictEqual(actions.take(frame("Event: PeerEntry", "ObjectName: early")), false);
  actions.take(frame("Response: Success", "ActionID: 1", "EventList: start"));
  ok(actions.take(frame("Event: PeerEntry", "ObjectName: a")));
  strictEqual(actions.take(frame("Event: PeerStatus", "Privilege: system,all")), false);
  ok(actions.take(frame("Event: PeerlistComplete", "ActionID: 1", "EventList: Complete")));
  deepStrictEqual(names(await list), ["PeerEntry"]);
  actions.take(frame("Response: Success", "ActionID: 2"));
  ok((await single).ok);
});

Deno.test("PendingActions leaves an event with the ActionID of a plain answer to the listeners", async () => {
  const { actions, ask } = pending();
  const originate = ask("1", "Originate");
  actions.take(frame("Response: Success", "ActionID: 1", "Message: Originate successfully queued"));
  deepStrictEqual((await originate).items, []);
  strictEqual(
    actions.take(
      frame("Event: OriginateResponse", "Privilege: call,all", "ActionID: 1", "Response: Failure"),
    ),
    false,
  );
});

Deno.test("PendingActions resolves a list that is refused", async () => {
  const { actions, ask } = pending();
  const list = ask("1", "ConfbridgeListRooms");
  actions.take(frame("Response: Error", "ActionID: 1", "Message: No active conferences."));
  deepStrictEqual([(await list).ok, (await list).message], [false, "No active conferences."]);
});

Deno.test("PendingActions times a list out as a whole and drops the rest of it", async () => {
  const { clock, actions, ask } = pending();
  const list = failure(ask("1", "Status", 1_000));
  actions.take(frame("Response: Success", "ActionID: 1", "EventList: start"));
  actions.take(frame("Event: Status", "ActionID: 1"));
  clock.advance(1_000);
  strictEqual((await list).code, "timeout");
  ok(actions.take(frame("Event: Status", "ActionID: 1")));
  ok(actions.take(frame("Event: StatusComplete", "ActionID: 1")));
  strictEqual(actions.take(frame("Event: OriginateResponse", "Privilege: call,all", "ActionID: 1")), false);
  deepStrictEqual(actions.counters, { lateFrames: 2, unmatchedFrames: 0, timeouts: 1 });
});

Deno.test("PendingActions gives up a list without end", async () => {
  const { clock, actions, ask } = pending();
  const list = failure(ask("1", "Status"));
  actions.take(frame("Response: Success", "ActionID: 1", "EventList: start"));
  const item = frame("Event: Status", "ActionID: 1");
  for (let count = 0; count < MAX_LIST_ITEMS; count++) actions.take(item);
  strictEqual(actions.size, 1);
  actions.take(item);
  deepStrictEqual([(await list).code, actions.size, clock.pending], ["protocol", 0, 0]);
});

Deno.test("PendingActions gives up a list of few items that are too large", async () => {
  const { actions, ask } = pending();
  const list = failure(ask("1", "Status"));
  actions.take(frame("Response: Success", "ActionID: 1", "EventList: start"));
  const item = frame("Event: Status", "ActionID: 1", "x".repeat(1_000_000));
  for (let count = 0; count < 17; count++) actions.take(item);
  strictEqual((await list).code, "protocol");
});

Deno.test("PendingActions resolves RptLocalNodes with the next text, or with its error", async () => {
  const { actions, ask } = pending();
  const xml = frame('<?xml version="1.0"?>', "<nodes>", "</nodes>");
  actions.take(xml);
  strictEqual(actions.counters.unmatchedFrames, 1);
  const ping = ask("1", "Ping");
  const nodes = ask("2", "rptlocalnodes");
  actions.takeEmpty();
  actions.take(xml);
  const reply = await nodes;
  deepStrictEqual([reply.ok, reply.message, reply.frame.output().length, actions.size], [true, "", 3, 1]);
  const denied = ask("3", "RptLocalNodes");
  actions.take(frame("Response: Error", "ActionID: 3", "Message: Invalid/unknown command"));
  strictEqual((await denied).ok, false);
  actions.take(frame("Response: Success", "ActionID: 1"));
  ok((await ping).ok);
});

Deno.test("PendingActions resolves VoterStatus with an empty line, and not with a text", async () => {
  const { actions, ask } = pending();
  const voter = ask("1", "VoterStatus");
  actions.take(frame("no header"));
  strictEqual(actions.size, 1);
  actions.takeEmpty();
  deepStrictEqual((await voter).frame.headers(), []);
});

Deno.test("PendingActions takes an answer with ActionID but without Response for not ok", async () => {
  const { actions, ask } = pending();
  const asked = ask("1", "Old");
  actions.take(frame("ActionID: 1", "Node: 1998"));
  deepStrictEqual([(await asked).ok, (await asked).frame.get("Node")], [false, "1998"]);
});

Deno.test("PendingActions drops and counts what answers nothing", () => {
  const { actions } = pending();
  ok(actions.take(frame("Response: Success")));
  ok(actions.take(frame("Response: Success", "ActionID: 9")));
  ok(actions.take(frame("Node: 1")));
  strictEqual(actions.counters.unmatchedFrames, 3);
});

Deno.test("PendingActions gathers every list of a recorded session", async () => {
  const { actions, ask } = pending();
  const frames = decode([recording("07c").bytes]).frames.filter((frame) => frame instanceof TextFrame);
  const starts = frames.filter((frame) => frame.get("EventList") === "start");
  const lists = starts.map((start) => ask(start.get("ActionID") ?? "", "List"));
  for (const frame of frames) actions.take(frame);
  const replies = await Promise.all(lists);
  const listed = frames.filter((frame) => frame.kind === "event" && !/Complete$/.test(frame.name)).length;
  strictEqual(replies.reduce((sum, reply) => sum + reply.items.length, 0), listed);
  for (const [index, reply] of replies.entries()) {
    const id = starts[index]?.get("ActionID");
    const complete = frames.find((frame) =>
      frame.get("ActionID") === id && frame.get("EventList") === "Complete"
    );
    strictEqual(reply.items.length, Number(complete?.get("ListItems")), `list ${id}`);
  }
});
