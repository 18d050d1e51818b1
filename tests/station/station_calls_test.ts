import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { AmiError } from "../../lib/ami/mod.ts";
import type { DomainEvent } from "../../lib/wire/mod.ts";
import { connected, setUp } from "./fake_connection.ts";

const CHANNEL = (id: string, exten: string, state: string, more = "") =>
  `Channel: PJSIP/10${id}-0000000${id}\nChannelState: ${state}\nCallerIDNum: 10${id}\nCallerIDName: Phone ${id}\n` +
  `Exten: ${exten}\nUniqueid: 1770888509.4${id}\nLinkedid: 1770888509.40${more}`;

const LISTED = [
  `Event: CoreShowChannel\n${CHANNEL("0", "101", "6", "\nBridgeId: b1\nDuration: 00:01:00")}`,
  `Event: CoreShowChannel\n${CHANNEL("1", "", "6", "\nBridgeId: b1\nDuration: 00:00:58")}`,
];

/** Lets what was answered be taken. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

function callEvents(told: readonly DomainEvent[]): readonly string[] {
  return told.flatMap((event) =>
    event.kind === "CALL_STATE" ? [`${event.server} ${event.data.event} ${event.data.call_id}`] : []
  );
}

Deno.test("createStation tells of calls, and asks what is up while there are some", async () => {
  const { clock, told, connection, station } = setUp();
  connection.move(connected(clock.now()));
  await clock.advanceAsync(500);
  deepStrictEqual(connection.lists.map(({ name }) => name), ["BridgeList", "CoreShowChannels"]);
  for (const list of connection.lists.splice(0)) list.answer("Response: Success");
  await settled();
  deepStrictEqual(station.calls(), []);
  connection.event(`Event: Newchannel\n${CHANNEL("0", "101", "4")}`);
  connection.event(`Event: Newchannel\n${CHANNEL("1", "s", "0")}`);
  connection.event(`Event: Newstate\n${CHANNEL("1", "101", "5")}`);
  deepStrictEqual(callEvents(told), ["hill ringing 1770888509.40"]);
  deepStrictEqual([station.calls().length, station.counters.calls.calls], [1, 1]);
  await clock.advanceAsync(60_000);
  const [bridges, channels] = connection.lists.splice(0);
  bridges?.answer("Response: Success");
  channels?.answer("Response: Success", []);
  await settled();
  deepStrictEqual(callEvents(told), ["hill ringing 1770888509.40", "hill hungup 1770888509.40"]);
  deepStrictEqual(station.counters.calls, { calls: 0, lostCalls: 1, adoptedCalls: 0 });
  await clock.advanceAsync(120_000);
  strictEqual(connection.lists.length, 0, "nobody calls");
  await station.stop();
});

Deno.test("createStation adopts calls at each login, and takes no answer of the session before", async () => {
  const { clock, told, connection, station } = setUp();
  connection.move(connected(clock.now()));
  await clock.advanceAsync(500);
  const before = connection.lists.splice(0);
  connection.move({ state: "retrying", sinceMs: 0, attempt: 1, retryAtMs: 0, error: "lost", code: "lost" });
  connection.move(connected(clock.now()));
  for (const list of before) list.answer("Response: Success", LISTED);
  await settled();
  deepStrictEqual(station.calls(), []);
  await clock.advanceAsync(500);
  const [bridges, channels] = connection.lists.splice(0);
  bridges?.answer("Response: Error\nMessage: Permission denied");
  channels?.answer("Response: Success", LISTED);
  await settled();
  deepStrictEqual(station.calls().map(({ state, adopted, server }) => [state, adopted, server]), [[
    "connected",
    true,
    "hill",
  ]]);
  deepStrictEqual(callEvents(told), []);
  await station.stop();
});

Deno.test("createStation asks no more what is up where it may not", async () => {
  const { clock, connection, station } = setUp();
  connection.move(connected(clock.now()));
  await clock.advanceAsync(500);
  for (const list of connection.lists.splice(0)) list.answer("Response: Error\nMessage: Permission denied");
  await settled();
  connection.event(`Event: Newchannel\n${CHANNEL("0", "101", "4")}`);
  await clock.advanceAsync(120_000);
  strictEqual(connection.lists.length, 0);
  await station.stop();
});

Deno.test("createStation asks again what is up after an answer that did not come", async () => {
  const { clock, told, connection, station } = setUp();
  connection.move(connected(clock.now()));
  connection.event(`Event: Newchannel\n${CHANNEL("0", "101", "4")}`);
  await clock.advanceAsync(500);
  for (const list of connection.lists.splice(0)) {
    list.fail(new AmiError("timeout", "wait for answer, none came"));
  }
  await settled();
  deepStrictEqual(callEvents(told), []);
  await clock.advanceAsync(60_000);
  strictEqual(connection.lists.length, 2);
  await station.stop();
});

Deno.test("createStation says once that an Asterisk before 12 tells no calls", async () => {
  const { clock, connection, station, lines } = setUp();
  const greets = (banner: string) => connection.move({ state: "connected", sinceMs: clock.now(), banner });
  strictEqual(station.tellsCalls, true);
  for (const banner of ["Asterisk Call Manager/1.0", "Asterisk Call Manager/1.4"]) {
    greets(banner);
    strictEqual(station.tellsCalls, false, banner);
  }
  deepStrictEqual(lines.filter((line) => line.includes("calls are not told")).length, 1);
  for (const banner of ["Asterisk Call Manager/2.0.0", "Asterisk Call Manager/11.0.0", ""]) {
    greets(banner);
    strictEqual(station.tellsCalls, true, banner);
  }
  await station.stop();
});
