import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { acceptAll, except, FakePeer, type Script, silence } from "./support/fake_peer.ts";
import { failure, loggedIn, sessionWith } from "./support/harness.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const errorReply = (message: string): Script => (action, peer) =>
  peer.reply(action, "Error", `Message: ${message}`);

Deno.test("AmiSession logs in by MD5 challenge and never sends the password", async () => {
  for (const auth of ["md5", "auto"] as const) {
    const peer = new FakePeer();
    const { session, running, accepted, clock } = await loggedIn(peer, { auth, events: "call,system" });
    deepStrictEqual(accepted, ["Asterisk Call Manager/11.0.0"]);
    deepStrictEqual(peer.names, ["Challenge", "Login"]);
    const login = peer.actions[1];
    deepStrictEqual(
      ["AuthType", "Username", "Key", "Secret", "Events"].map((name) => login?.get(name)),
      ["MD5", "admin", md5("155415594s3cret"), undefined, "call,system"],
    );
    await session.stop();
    strictEqual((await running).code, "stopped");
    strictEqual(clock.pending, 0);
  }
});

Deno.test("AmiSession logs in in plain without asking for a challenge", async () => {
  const peer = new FakePeer();
  const { session, running, accepted } = await loggedIn(peer, { auth: "plain" });
  strictEqual(accepted.length, 1);
  deepStrictEqual(peer.names, ["Login"]);
  deepStrictEqual([peer.actions[0]?.get("Secret"), peer.actions[0]?.get("Key")], ["s3cret", undefined]);
  await session.stop();
  await running;
});

for (const message of ["Invalid/unknown command: Challenge", "Permission denied", "Must specify AuthType"]) {
  Deno.test(`AmiSession falls back to plain when the challenge is refused: ${message}`, async () => {
    const peer = new FakePeer(except({ Challenge: errorReply(message) }));
    const { session, running, accepted } = await loggedIn(peer, { auth: "auto" });
    deepStrictEqual([peer.names, accepted.length], [["Challenge", "Login"], 1]);
    strictEqual(peer.actions[1]?.get("Secret"), "s3cret");
    await session.stop();
    await running;
  });
}

const NO_FALLBACK: readonly (readonly [string, "md5" | "auto", Script, string])[] = [
  ["MD5 is demanded", "md5", errorReply("Permission denied"), "refused"],
  ["the refusal means something else", "auto", errorReply("Too busy"), "refused"],
  ["the answer has no challenge", "auto", (action, peer) => peer.reply(action, "Success"), "protocol"],
];

for (const [name, auth, script, code] of NO_FALLBACK) {
  Deno.test(`AmiSession sends no password when ${name}`, async () => {
    const peer = new FakePeer(except({ Challenge: script }));
    const { running, accepted } = sessionWith(peer, { auth });
    strictEqual((await running).code, code);
    deepStrictEqual([peer.names, accepted, peer.closed], [["Challenge"], [], true]);
  });
}

Deno.test("AmiSession says login refused, in those words and without the password", async () => {
  const peer = new FakePeer((action, fake) => {
    if (action.get("Action") === "Challenge") return acceptAll(action, fake);
    errorReply("Authentication failed for s3cret\x1b[2J")(action, fake);
    fake.end();
  });
  const { running, accepted, clock, records } = sessionWith(peer);
  const { code, message } = await running;
  strictEqual(code, "refused");
  strictEqual(message, "log in to pbx, login refused by the server: Authentication failed for *** [2J");
  deepStrictEqual([accepted, peer.closed, clock.pending], [[], true, 0]);
  ok(!JSON.stringify(records).includes("s3cret"));
});

Deno.test("AmiSession gives up a login that is not answered in 10 s and names the greeting", async () => {
  const peer = new FakePeer(silence, "SSH-2.0-OpenSSH_9.2\r\n");
  const { running, clock } = sessionWith(peer);
  await clock.advanceAsync(9_999);
  strictEqual(peer.closed, false);
  await clock.advanceAsync(1);
  const { code, message } = await running;
  deepStrictEqual([code, peer.closed, clock.pending], ["timeout", true, 0]);
  match(message, /no answer to the login in 10 s: SSH-2\.0-OpenSSH_9\.2$/);
});

Deno.test("AmiSession gives up a server that sends nothing at all", async () => {
  const peer = new FakePeer(silence, "");
  const { running, clock } = sessionWith(peer);
  await clock.advanceAsync(10_000);
  match((await running).message, /a server that sent no greeting$/);
});

Deno.test("AmiSession ends when the peer closes during the login", async () => {
  const peer = new FakePeer((_, fake) => fake.end());
  const { running, accepted } = sessionWith(peer);
  deepStrictEqual([(await running).code, accepted], ["lost", []]);
});

Deno.test("AmiSession refuses actions before the login and after the end", async () => {
  const peer = new FakePeer(silence);
  const { session, running, clock } = sessionWith(peer);
  await clock.advanceAsync(0);
  strictEqual((await failure(session.action("Ping"))).code, "unreachable");
  await session.stop();
  strictEqual((await running).code, "stopped");
  strictEqual((await failure(session.action("Ping"))).code, "unreachable");
  deepStrictEqual(peer.names, ["Challenge"]);
});

Deno.test("AmiSession tells of the login before the events that come in the same read", async () => {
  const order: string[] = [];
  const peer = new FakePeer(except({
    Login: (action, fake) =>
      fake.send(
        `Event: Early\r\n\r\nResponse: Success\r\nActionID: ${action.get("ActionID")}\r\n\r\n` +
          "Event: FullyBooted\r\nPrivilege: system,all\r\n\r\nEvent: B\r\nPrivilege: call,all\r\n\r\n",
      ),
  }));
  const { session, running, events, accepted } = await loggedIn(peer);
  order.push(...accepted, ...events.map((event) => event.name));
  deepStrictEqual(order, ["Asterisk Call Manager/11.0.0", "FullyBooted", "B"]);
  await session.stop();
  await running;
});

Deno.test("AmiSession gives each action its own answer, whatever the order", async () => {
  const peer = new FakePeer(except({ RptStatus: silence }));
  const { session, running, clock } = await loggedIn(peer);
  const replies = ["1998", "1999", "2000"].map((node) => session.action("RptStatus", [["Node", node]]));
  await clock.advanceAsync(0);
  const asked = peer.actions.filter((action) => action.get("Action") === "RptStatus");
  strictEqual(new Set(asked.map((action) => action.get("ActionID"))).size, 3);
  for (const action of asked.reverse()) peer.reply(action, "Success", `Node: ${action.get("Node")}`);
  const nodes = (await Promise.all(replies)).map((reply) => [reply.ok, reply.frame.get("Node")]);
  deepStrictEqual(nodes, [[true, "1998"], [true, "1999"], [true, "2000"]]);
  await session.stop();
  await running;
});

Deno.test("AmiSession resolves an answer that says Error, with its message", async () => {
  const peer = new FakePeer(except({ RptStatus: errorReply("RptStatus unknown or missing node") }));
  const { session, running } = await loggedIn(peer);
  const { ok, message, items } = await session.action("RptStatus");
  deepStrictEqual([ok, message, items], [false, "RptStatus unknown or missing node", []]);
  await session.stop();
  await running;
});

Deno.test("AmiSession reads the command output of old and new servers alike", async () => {
  const peer = new FakePeer(except({
    Command: (action, fake) =>
      action.get("Command") === "old"
        ? fake.send(
          `Response: Follows\r\nPrivilege: Command\r\nActionID: ${
            action.get("ActionID")
          }\r\na: 1\n\nb\n--END COMMAND--\r\n\r\n`,
        )
        : fake.reply(
          action,
          "Success",
          "Message: Command output follows",
          "Output: a: 1",
          "Output: ",
          "Output: b",
        ),
  }));
  const { session, running } = await loggedIn(peer);
  for (const command of ["old", "new"]) {
    const reply = await session.action("Command", [["Command", command]]);
    deepStrictEqual([reply.ok, reply.frame.output()], [true, ["a: 1", "", "b"]]);
  }
  await session.stop();
  await running;
});

Deno.test("AmiSession times an action out, drops its late answer and counts both", async () => {
  const peer = new FakePeer(except({ RptStatus: silence }));
  const { session, running, clock, events } = await loggedIn(peer);
  const late = failure(session.action("RptStatus", [["Node", "1"]]));
  const soon = failure(session.action("RptStatus", [["Node", "2"]], { timeoutMs: 500 }));
  await clock.advanceAsync(500);
  deepStrictEqual(await soon, { code: "timeout", message: "ask for RptStatus, no answer in 0.5 s" });
  await clock.advanceAsync(9_500);
  strictEqual((await late).code, "timeout");
  for (const action of peer.actions.filter((action) => action.get("Node"))) peer.reply(action, "Success");
  peer.sendFrame("Response: Success", "ActionID: nobody");
  await clock.advanceAsync(0);
  const { timeouts, lateFrames, unmatchedFrames } = session.counters;
  deepStrictEqual([timeouts, lateFrames, unmatchedFrames, events], [2, 2, 1, []]);
  await session.stop();
  await running;
});

Deno.test("AmiSession refuses an action that cannot be written and sends nothing of it", async () => {
  const peer = new FakePeer();
  const { session, running, clock } = await loggedIn(peer);
  strictEqual((await failure(session.action("Command", [["Command", "x\r\nAction: Bad"]]))).code, "invalid");
  await session.action("Ping");
  deepStrictEqual(peer.names, ["Challenge", "Login", "Ping"]);
  strictEqual(clock.pending, 1, "only the keepalive");
  await session.stop();
  await running;
});

Deno.test("AmiSession refuses the 257th action at a time and takes more once one is answered", async () => {
  const peer = new FakePeer(except({ RptStatus: silence }));
  const { session, running, clock } = await loggedIn(peer);
  const waiting = Array.from({ length: 256 }, () => session.action("RptStatus"));
  strictEqual((await failure(session.action("RptStatus"))).code, "busy");
  await clock.advanceAsync(0);
  const first = peer.actions[2];
  ok(first);
  peer.reply(first, "Success");
  ok((await waiting[0])?.ok);
  const next = session.action("RptStatus");
  const lost = [...waiting.slice(1), next].map(failure);
  await session.stop();
  deepStrictEqual(new Set((await Promise.all(lost)).map(({ code }) => code)), new Set(["stopped"]));
  await running;
});

Deno.test("AmiSession rejects what waits as lost when the peer closes in the middle of a frame", async () => {
  const peer = new FakePeer(except({
    RptStatus: (action, fake) => {
      fake.send(`Response: Success\r\nActionID: ${action.get("ActionID")}\r\nNo`);
      fake.end();
    },
  }));
  const { session, running, clock } = await loggedIn(peer);
  const { code, message } = await failure(session.action("RptStatus"));
  deepStrictEqual([code, (await running).code], ["lost", "lost"]);
  match(message, /the session ended: work with pbx, the server closed the connection$/);
  deepStrictEqual([session.counters.truncatedFrames, peer.closed, clock.pending], [1, true, 0]);
});

Deno.test("AmiSession pings, and ends when no answer comes in 10 s", async () => {
  let answering = true;
  const peer = new FakePeer(except({ Ping: (action, fake) => answering && acceptAll(action, fake) }));
  const { session, running, clock } = await loggedIn(peer, { keepaliveMs: 30_000 });
  await clock.advanceAsync(90_000);
  strictEqual(peer.names.filter((name) => name === "Ping").length, 3);
  answering = false;
  const waiting = failure(
    session.action("RptStatus").then(() => session.action("Ping", [], { timeoutMs: 99_999 })),
  );
  await clock.advanceAsync(30_000 + 9_999);
  strictEqual(peer.closed, false);
  await clock.advanceAsync(1);
  const { code, message } = await running;
  deepStrictEqual([code, peer.closed, (await waiting).code], ["timeout", true, "lost"]);
  match(message, /no answer in 10 s$/);
  strictEqual(clock.pending, 0);
});

Deno.test("AmiSession takes any answer to a Ping for a sign of life", async () => {
  const peer = new FakePeer(except({ Ping: errorReply("Permission denied") }));
  const { session, running, clock } = await loggedIn(peer);
  await clock.advanceAsync(120_000);
  strictEqual(peer.closed, false);
  await session.stop();
  await running;
});

Deno.test("AmiSession sends no Ping when keepalive is off", async () => {
  const peer = new FakePeer();
  const { session, running, clock } = await loggedIn(peer, { keepaliveMs: 0 });
  await clock.advanceAsync(600_000);
  deepStrictEqual(peer.names, ["Challenge", "Login"]);
  await session.stop();
  await running;
});

Deno.test("AmiSession logs off and waits for Goodbye", async () => {
  const peer = new FakePeer();
  const { session, running, clock } = await loggedIn(peer);
  await session.stop();
  deepStrictEqual([(await running).code, peer.names.at(-1), peer.closed, clock.pending], [
    "stopped",
    "Logoff",
    true,
    0,
  ]);
});

Deno.test("AmiSession waits for Goodbye no longer than 1 s", async () => {
  const peer = new FakePeer(except({ Logoff: silence }));
  const { session, running, clock } = await loggedIn(peer);
  const stopped = session.stop();
  await clock.advanceAsync(999);
  strictEqual(peer.closed, false);
  await clock.advanceAsync(1);
  await stopped;
  deepStrictEqual([(await running).code, peer.closed, clock.pending], ["stopped", true, 0]);
});

Deno.test("AmiSession calls a connection that closes without Goodbye stopped, when it was being stopped", async () => {
  const peer = new FakePeer(except({ Logoff: (_, fake) => fake.end() }));
  const { session, running } = await loggedIn(peer);
  await session.stop();
  strictEqual((await running).code, "stopped");
});

Deno.test("AmiSession hands events on in the order of the wire and outlives a listener that throws", async () => {
  const peer = new FakePeer();
  const harness = sessionWith(peer);
  const { session, running, clock, events, records } = harness;
  await clock.advanceAsync(0);
  events.push = (frame) => {
    Array.prototype.push.call(events, frame);
    throw new Error("listener");
  };
  for (let index = 0; index < 20; index++) {
    peer.sendFrame("Event: E", "Privilege: call,all", `Index: ${index}`);
  }
  await clock.advanceAsync(0);
  deepStrictEqual(
    events.map((event) => event.get("Index")),
    Array.from({ length: 20 }, (_, index) => `${index}`),
  );
  strictEqual(session.counters.listenerErrors, 20);
  const errors = records.filter((record) => record.level === "error");
  deepStrictEqual(errors.map((record) => record.fields.count), [1, 2, 4, 8, 16]);
  ok((await session.action("Ping")).ok);
  await session.stop();
  await running;
});

Deno.test("AmiSession writes whole actions in order when the transport takes a few bytes at a time", async () => {
  const peer = new FakePeer();
  peer.writeBytes = 3;
  const { session, running, clock } = sessionWith(peer);
  for (let round = 0; round < 200 && peer.actions.length < 2; round++) await clock.advanceAsync(0);
  const replies = await Promise.all([session.action("Ping"), session.action("A"), session.action("B")]);
  ok(replies.every((reply) => reply.ok));
  deepStrictEqual(peer.names, ["Challenge", "Login", "Ping", "A", "B"]);
  await session.stop();
  await running;
});

Deno.test("AmiSession refuses actions once 256 KiB wait for a server that does not read", async () => {
  const peer = new FakePeer();
  const { session, running, clock } = await loggedIn(peer);
  peer.writeBytes = 0;
  const big = "x".repeat(100_000);
  const sent = [1, 2].map(() => failure(session.action("Big", [["Data", big]])));
  strictEqual((await failure(session.action("Big", [["Data", big]]))).code, "busy");
  await clock.advanceAsync(40_000);
  deepStrictEqual((await Promise.all(sent)).map(({ code }) => code), ["timeout", "timeout"]);
  deepStrictEqual([(await running).code, peer.closed, clock.pending], ["timeout", true, 0]);
});

Deno.test("AmiSession ends when writing fails", async () => {
  const peer = new FakePeer();
  const { session, running, clock } = await loggedIn(peer);
  peer.transport.write = () => Promise.reject(new Error("broken pipe"));
  strictEqual((await failure(session.action("Ping"))).code, "lost");
  match((await running).message, /broken pipe$/);
  strictEqual(clock.pending, 0);
});

Deno.test("AmiSession survives a peer that sends noise instead of answers", async () => {
  const peer = new FakePeer();
  const { session, running, clock, events } = await loggedIn(peer);
  peer.send(Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251));
  peer.send("\r\n\r\nEvent: After\r\nPrivilege: call,all\r\n\r\n");
  await clock.advanceAsync(0);
  strictEqual(events.at(-1)?.name, "After");
  ok((await session.action("Ping")).ok);
  await session.stop();
  await running;
});

Deno.test("AmiSession runs only once", async () => {
  const peer = new FakePeer();
  const { session, running } = await loggedIn(peer);
  await rejects(session.run(), /runs only once/);
  await session.stop();
  await running;
});
