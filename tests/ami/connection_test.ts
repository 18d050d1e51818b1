import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type AmiConnectionOptions,
  type AmiFrame,
  type AmiStatus,
  type AmiTransport,
  createAmiConnection,
} from "../../lib/ami/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { acceptAll, except, FakePeer, type Script, silence } from "./support/fake_peer.ts";
import { failure, memoryLog, OPTIONS } from "./support/harness.ts";

type Answer = FakePeer | Error | "stall";

/** A connection whose dials are answered one after another, then refused. */
function connect(answers: readonly Answer[], options: Partial<AmiConnectionOptions> = {}) {
  const clock = new VirtualClock(1_000_000);
  const { log, records } = memoryLog(clock);
  const statuses: AmiStatus[] = [];
  const events: AmiFrame[] = [];
  const dialledAtMs: number[] = [];
  const connection = createAmiConnection({ ...OPTIONS, ...options }, {
    clock,
    log,
    listener: { status: (status) => statuses.push(status), event: (frame) => events.push(frame) },
    dial: (_, signal) => {
      dialledAtMs.push(clock.now() - 1_000_000);
      return answer(answers[dialledAtMs.length - 1] ?? new Error("Connection refused"), signal);
    },
  });
  return { clock, records, statuses, events, dialledAtMs, connection };
}

function answer(answer: Answer, signal: AbortSignal): Promise<AmiTransport> {
  if (answer instanceof Error) return Promise.reject(answer);
  if (answer !== "stall") return Promise.resolve(answer.transport);
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** The transitions in short: state, attempt, why it failed, seconds until the retry. */
function transitions(statuses: readonly AmiStatus[]): string[] {
  return statuses.map((status) => {
    const attempt = "attempt" in status ? ` ${status.attempt}` : "";
    if (!("retryAtMs" in status)) return status.state + attempt;
    const seconds = Math.round((status.retryAtMs - status.sinceMs) / 1000);
    return `${status.state}${attempt} ${status.code} in ${seconds} s`;
  });
}

const refuse: Script = (action, peer) => {
  if (action.get("Action") === "Challenge") return acceptAll(action, peer);
  peer.reply(action, "Error", "Message: Authentication failed");
  peer.end();
};

/** Sees to it that every random number is 0, so that no delay is shortened. */
function withoutJitter(clock: VirtualClock): void {
  clock.random = () => 0;
}

Deno.test("AmiConnection tells stopped, connecting, connected, stopped", async () => {
  const peer = new FakePeer();
  const { clock, statuses, connection } = connect([peer]);
  deepStrictEqual(connection.status, { state: "stopped", sinceMs: 1_000_000 });
  connection.start();
  connection.start();
  await clock.advanceAsync(0);
  deepStrictEqual(connection.status, {
    state: "connected",
    sinceMs: 1_000_000,
    banner: "Asterisk Call Manager/11.0.0",
  });
  await clock.advanceAsync(100_000);
  await connection.stop();
  deepStrictEqual(transitions(statuses), ["connecting 1", "connected", "stopped"]);
  deepStrictEqual([peer.names.at(-1), peer.closed, clock.pending], ["Logoff", true, 0]);
});

Deno.test("AmiConnection retries for ever, after 15, 30, 60, 60 ... seconds", async () => {
  const { clock, statuses, dialledAtMs, connection } = connect([]);
  withoutJitter(clock);
  connection.start();
  await clock.advanceAsync(24 * 3_600_000);
  const gaps = dialledAtMs.map((atMs, index) => (atMs - (dialledAtMs[index - 1] ?? 0)) / 1000);
  deepStrictEqual(gaps.slice(0, 6), [0, 15, 30, 60, 60, 60]);
  ok(dialledAtMs.length > 1_400);
  deepStrictEqual(transitions(statuses).slice(0, 6), [
    "connecting 1",
    "retrying 1 unreachable in 15 s",
    "connecting 2",
    "retrying 2 unreachable in 30 s",
    "connecting 3",
    "retrying 3 unreachable in 60 s",
  ]);
  const { status } = connection;
  ok(status.state === "retrying");
  strictEqual(status.error, "connect to pbx, Connection refused: 127.0.0.1:5038");
  await connection.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("AmiConnection shortens delays by chance, never below four fifths", async () => {
  const { clock, dialledAtMs, connection } = connect([]);
  connection.start();
  await clock.advanceAsync(600_000);
  const gaps = dialledAtMs.slice(1).map((atMs, index) => atMs - (dialledAtMs[index] ?? 0));
  const full = [15_000, 30_000, ...Array<number>(gaps.length - 2).fill(60_000)];
  gaps.forEach((gapMs, index) => {
    const fullMs = full[index] ?? 0;
    ok(gapMs >= 0.8 * fullMs && gapMs <= fullMs, `${gapMs} of ${fullMs}`);
  });
  notStrictEqual(new Set(gaps.slice(2)).size, 1);
  await connection.stop();
});

Deno.test("AmiConnection says login refused and retries at the slow pace", async () => {
  const { clock, statuses, dialledAtMs, connection, records } = connect(
    [1, 2, 3].map(() => new FakePeer(refuse)),
  );
  withoutJitter(clock);
  connection.start();
  await clock.advanceAsync(130_000);
  deepStrictEqual(dialledAtMs, [0, 60_000, 120_000]);
  deepStrictEqual(transitions(statuses), [
    "connecting 1",
    "refused 1 refused in 60 s",
    "connecting 2",
    "refused 2 refused in 60 s",
    "connecting 3",
    "refused 3 refused in 60 s",
  ]);
  const refused = statuses[1];
  ok(refused?.state === "refused");
  match(refused.error, /login refused by the server: Authentication failed/);
  ok(!JSON.stringify([statuses, records]).includes(OPTIONS.password));
  await connection.stop();
});

Deno.test("AmiConnection counts from the first attempt again after a session that held", async () => {
  const held = new FakePeer();
  const { clock, statuses, connection } = connect([new Error("a"), new Error("b"), held]);
  withoutJitter(clock);
  connection.start();
  await clock.advanceAsync(45_000);
  strictEqual(connection.status.state, "connected");
  await clock.advanceAsync(15_001);
  held.end();
  await clock.advanceAsync(0);
  deepStrictEqual(transitions(statuses).slice(-3), ["connecting 3", "connected", "retrying 1 lost in 15 s"]);
  await connection.stop();
});

Deno.test("AmiConnection goes on counting after a session that did not hold", async () => {
  const short = new FakePeer();
  const { clock, statuses, connection } = connect([new Error("a"), short]);
  withoutJitter(clock);
  connection.start();
  await clock.advanceAsync(15_000 + 15_000);
  short.end();
  await clock.advanceAsync(0);
  deepStrictEqual(transitions(statuses).slice(-3), ["connecting 2", "connected", "retrying 2 lost in 30 s"]);
  await connection.stop();
});

Deno.test("AmiConnection comes back after Asterisk restarted, with new ids and the old counters", async () => {
  const peers = [new FakePeer(), new FakePeer()];
  const { clock, events, connection } = connect(peers);
  connection.start();
  await clock.advanceAsync(0);
  peers[0]?.sendFrame("Event: Shutdown", "Privilege: system,all", "Shutdown: Cleanly");
  peers[0]?.end();
  await clock.advanceAsync(15_000);
  strictEqual(connection.status.state, "connected");
  peers[1]?.sendFrame("Event: FullyBooted", "Privilege: system,all");
  await clock.advanceAsync(0);
  deepStrictEqual(events.map((event) => event.name), ["Shutdown", "FullyBooted"]);
  strictEqual(connection.counters.frames, 2 + 1 + 2 + 1);
  const [first, second] = peers.map((peer) => peer.actions[0]?.get("ActionID"));
  notStrictEqual(first, second);
  await connection.stop();
  strictEqual(connection.counters.frames, 7);
});

Deno.test("AmiConnection rejects pending actions on loss, and new ones until it is connected", async () => {
  const peer = new FakePeer(except({ RptStatus: silence }));
  const { clock, connection } = connect([new Error("refused"), peer]);
  strictEqual((await failure(connection.action("Ping"))).code, "unreachable");
  connection.start();
  await clock.advanceAsync(0);
  strictEqual((await failure(connection.action("Ping"))).code, "unreachable");
  await clock.advanceAsync(15_000);
  const pending = failure(connection.action("RptStatus"));
  await clock.advanceAsync(0);
  peer.end();
  strictEqual((await pending).code, "lost");
  await clock.advanceAsync(0);
  strictEqual((await failure(connection.action("Ping"))).code, "unreachable");
  await connection.stop();
});

Deno.test("AmiConnection gives up a dial after 10 s, a login after 10 s and a silent session after a Ping", async () => {
  const halfOpen = new FakePeer(except({ Ping: silence }));
  const { clock, statuses, connection } = connect(["stall", new FakePeer(silence), halfOpen]);
  withoutJitter(clock);
  connection.start();
  await clock.advanceAsync(10_000 + 15_000 + 10_000 + 30_000 + 30_000 + 10_000);
  deepStrictEqual(transitions(statuses), [
    "connecting 1",
    "retrying 1 timeout in 15 s",
    "connecting 2",
    "retrying 2 timeout in 30 s",
    "connecting 3",
    "connected",
    "retrying 1 timeout in 15 s",
  ]);
  await connection.stop();
  strictEqual(clock.pending, 0);
});

const STOPS:
  readonly (readonly [stage: string, answers: () => Answer[], atMs: number, expected: string[]])[] = [
    ["dialling", () => ["stall"], 1_000, ["connecting 1", "stopped"]],
    ["logging in", () => [new FakePeer(silence)], 1_000, ["connecting 1", "stopped"]],
    ["waiting for a retry", () => [], 1_000, ["connecting 1", "retrying 1 unreachable in 15 s", "stopped"]],
    ["connected", () => [new FakePeer()], 1_000, ["connecting 1", "connected", "stopped"]],
    ["starting", () => [new FakePeer()], -1, ["connecting 1", "stopped"]],
  ];

for (const [stage, answers, atMs, expected] of STOPS) {
  Deno.test(`AmiConnection stops while ${stage} and leaves nothing behind`, async () => {
    const dialled = answers();
    const { clock, statuses, connection } = connect(dialled);
    withoutJitter(clock);
    connection.start();
    if (atMs >= 0) await clock.advanceAsync(atMs);
    await Promise.all([connection.stop(), connection.stop()]);
    strictEqual(clock.pending, 0);
    await clock.advanceAsync(600_000);
    deepStrictEqual(transitions(statuses), expected);
    ok(dialled.every((peer) => !(peer instanceof FakePeer) || peer.closed));
    strictEqual(connection.status.state, "stopped");
    await connection.stop();
  });
}

Deno.test("AmiConnection closes what a dial opens after it was given up", async () => {
  const peer = new FakePeer();
  const clock = new VirtualClock();
  const { promise, resolve } = Promise.withResolvers<AmiTransport>();
  const connection = createAmiConnection(OPTIONS, {
    clock,
    log: memoryLog(clock).log,
    listener: { status: () => undefined, event: () => undefined },
    dial: () => promise,
  });
  connection.start();
  await clock.advanceAsync(10);
  await connection.stop();
  resolve(peer.transport);
  await clock.advanceAsync(0);
  ok(peer.closed);
});

Deno.test("AmiConnection starts again after a stop", async () => {
  const { clock, statuses, connection } = connect([new FakePeer(), new FakePeer()]);
  for (let round = 0; round < 2; round++) {
    connection.start();
    await clock.advanceAsync(0);
    await connection.stop();
  }
  deepStrictEqual(transitions(statuses), [
    "connecting 1",
    "connected",
    "stopped",
    "connecting 1",
    "connected",
    "stopped",
  ]);
});

Deno.test("AmiConnection logs each transition once, and failing attempts after the third at debug", async () => {
  const { clock, records, connection } = connect([]);
  withoutJitter(clock);
  connection.start();
  await clock.advanceAsync(15_000 + 30_000 + 60_000 + 60_000);
  await connection.stop();
  const lines = records.map((record) =>
    `${record.level} ${record.message} ${record.fields.attempt ?? ""}`.trim()
  );
  deepStrictEqual(lines, [
    "info connecting 1",
    "warn not connected 1",
    "info connecting 2",
    "warn not connected 2",
    "info connecting 3",
    "warn not connected, further attempts are logged at debug only 3",
    "debug connecting 4",
    "debug not connected 4",
    "debug connecting 5",
    "debug not connected 5",
    "info stopped",
  ]);
});

Deno.test("AmiConnection outlives listeners that throw", async () => {
  const peer = new FakePeer();
  const clock = new VirtualClock();
  const fail = () => {
    throw new Error("listener");
  };
  const connection = createAmiConnection(OPTIONS, {
    clock,
    log: memoryLog(clock).log,
    listener: { status: fail, event: fail },
    dial: () => Promise.resolve(peer.transport),
  });
  connection.start();
  await clock.advanceAsync(0);
  peer.sendFrame("Event: A", "Privilege: call,all");
  ok((await connection.action("Ping")).ok);
  strictEqual(connection.counters.listenerErrors, 3);
  await connection.stop();
  deepStrictEqual([connection.counters.listenerErrors, clock.pending], [4, 0]);
});

Deno.test("AmiConnection asks RptLocalNodes one at a time, each with its own text", async () => {
  const peer = new FakePeer(except({
    RptLocalNodes: (_, fake) => {
      const count = fake.names.filter((name) => name === "RptLocalNodes").length;
      fake.send(`<?xml version="1.0"?>\r\n<nodes>\r\n  <node>${count}</node>\r\n</nodes>\r\n\r\n`);
    },
  }));
  const { clock, connection } = connect([peer]);
  connection.start();
  await clock.advanceAsync(0);
  const replies = await Promise.all([1, 2, 3].map(() => connection.action("RptLocalNodes")));
  deepStrictEqual(replies.map((reply) => reply.frame.output()[2]?.trim()), [
    "<node>1</node>",
    "<node>2</node>",
    "<node>3</node>",
  ]);
  await connection.stop();
});
