import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type LinkSpec } from "../../../lib/simulator/mod.ts";
import { headerOf, startVirtual, TestClient } from "../harness.ts";

const LINK: LinkSpec = { name: "2500", mode: "T", direction: "IN", peer: "192.0.2.1" };

/** Kinds of the messages that came: `RPT_ALINKS`, `VarSet`, `Success`. */
function kinds(client: TestClient): string[] {
  return client.messages().map((message) => headerOf(message, "Event") || headerOf(message, "Response"));
}

Deno.test("a refused login is answered after exactly one second, then the session ends", async () => {
  await using running = startVirtual();
  const client = running.client();
  strictEqual(client.ask("Action: Login", "Username: admin", "Secret: wrong"), "");
  running.clock.advance(999);
  strictEqual(client.take(), "");
  strictEqual(client.ended, false);
  running.clock.advance(1);
  strictEqual(client.take(), "Response: Error\r\nMessage: Authentication failed\r\n\r\n");
  strictEqual(client.ended, true);
  strictEqual(running.simulator.server.sessions, 0);
});

Deno.test("a session hears nothing while its login is being refused", async () => {
  await using running = startVirtual();
  const client = running.client();
  client.ask("Action: Login", "Username: admin", "Secret: wrong");
  client.send("Action: Login", "Username: admin", "Secret: simulator");
  running.clock.advance(1_000);
  deepStrictEqual(kinds(client), ["Error"]);
});

Deno.test("a login with MD5 needs the challenge of its own session, and a key made with it", async () => {
  await using running = startVirtual();
  for (const challenge of [true, false]) {
    const client = running.client();
    if (challenge) {
      ok(/^\d{9}$/.test(headerOf(client.ask("Action: Challenge", "AuthType: MD5"), "Challenge")));
    }
    client.ask("Action: Login", "AuthType: MD5", "Username: admin", "Key: 0123456789abcdef0123456789abcdef");
    running.clock.advance(1_000);
    strictEqual(headerOf(client.take(), "Message"), "Authentication failed");
  }
});

Deno.test("a challenge is for MD5 only", async () => {
  await using running = startVirtual();
  const answer = running.client().ask("Action: Challenge", "AuthType: SHA1");
  strictEqual(headerOf(answer, "Message"), "Must specify AuthType");
});

Deno.test("a session that does not log in is closed after 30 s, one that did is not", async () => {
  await using running = startVirtual();
  const silent = running.client();
  const loggedIn = running.client().login();
  running.clock.advance(29_999);
  strictEqual(silent.ended, false);
  running.clock.advance(1);
  strictEqual(silent.ended, true);
  running.clock.advance(3_600_000);
  strictEqual(loggedIn.ended, false);
});

for (
  const [mask, expected] of [
    ["on", ["RPT_ALINKS", "VarSet"]],
    ["off", []],
    ["call", ["RPT_ALINKS"]],
    ["dialplan", ["VarSet"]],
    ["system,call", ["RPT_ALINKS"]],
    ["call, dialplan", ["RPT_ALINKS", "VarSet"]],
    ["2", ["RPT_ALINKS"]],
    ["nonsense", []],
  ] as const
) {
  Deno.test(`Events: ${mask} of a login lets ${expected.join(" and ") || "nothing"} through`, async () => {
    await using running = startVirtual();
    const client = running.client().login("admin", "simulator", `Events: ${mask}`);
    running.world.accept("1998", LINK);
    const heard = new Set(kinds(client).filter((kind) => kind === "RPT_ALINKS" || kind === "VarSet"));
    deepStrictEqual([...heard].sort(), expected);
  });
}

Deno.test("EventMask changes what a session gets from then on", async () => {
  await using running = startVirtual();
  const client = running.client().login();
  strictEqual(headerOf(client.ask("Action: Events", "EventMask: off"), "Events"), "Off");
  running.world.accept("1998", LINK);
  deepStrictEqual(kinds(client), []);
  strictEqual(headerOf(client.ask("Action: Events", "EventMask: call"), "Events"), "On");
  running.world.talk({ node: "1998", link: "2500" }, true);
  deepStrictEqual(kinds(client).slice(0, 4), ["RPT_ALINKS", "RPT_NUMALINKS", "RPT_LINKS", "RPT_NUMLINKS"]);
  strictEqual(headerOf(client.ask("Action: Events"), "Message"), "Invalid event mask");
});

Deno.test("a user without dialplan gets no VarSet, one without events none at all", async () => {
  await using running = startVirtual();
  const limited = running.client().login("limited", "limited");
  const deaf = running.client().login("noevents", "noevents");
  running.world.accept("1998", LINK);
  const heard = kinds(limited);
  ok(heard.includes("RPT_ALINKS"));
  strictEqual(heard.includes("VarSet"), false);
  deepStrictEqual(kinds(deaf), []);
});

Deno.test("a line over 1024 bytes is refused with its ActionID, one of 1024 is not", async () => {
  await using running = startVirtual();
  const client = running.client().login();
  const junk = (bytes: number) => `Junk: ${"x".repeat(bytes - "Junk: ".length)}`;
  strictEqual(headerOf(client.ask("Action: Ping", "ActionID: a", junk(1_024)), "Ping"), "Pong");
  strictEqual(
    client.ask("Action: Ping", "ActionID: b", junk(1_025)),
    "Response: Error\r\nActionID: b\r\nMessage: Failed to parse message: line too long\r\n\r\n",
  );
  strictEqual(
    headerOf(client.ask("Action: Ping", junk(50_000)), "Message"),
    "Failed to parse message: line too long",
  );
  strictEqual(headerOf(client.ask("Action: Ping"), "Ping"), "Pong");
});

Deno.test("any bytes are survived, and the session still answers or has ended", async () => {
  await using running = startVirtual();
  const other = running.client().login();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (chunks) => {
      const client = running.client().login();
      for (const chunk of chunks) client.peer.send(chunk);
      client.peer.send("\r\n\r\n\n\n");
      client.take();
      if (!client.ended) strictEqual(headerOf(client.ask("Action: Ping"), "Ping"), "Pong");
      client.peer.close();
      return Promise.resolve();
    }),
    { numRuns: 60 },
  );
  strictEqual(headerOf(other.ask("Action: Ping"), "Ping"), "Pong");
  strictEqual(running.simulator.server.sessions, 1);
});

Deno.test("any sequence of headers is answered in whole messages", async () => {
  await using running = startVirtual();
  const client = running.client().login("admin", "simulator", "Events: off");
  const name = fc.constantFrom("Action", "Command", "Node", "ActionID", "EventMask", "Variable");
  const value = fc.oneof(
    fc.constantFrom(
      "RptStatus",
      "XStat",
      "SawStat",
      "1998",
      "Command",
      "rpt stats",
      "rpt cmd 1998 ilink 3 1999",
      "",
    ),
    fc.stringMatching(/^[ -~]{0,30}$/),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 6 }), (headers) => {
      const isLogoff = headers.some(([, text]) => /^\s*log(in|off)\s*$/i.test(text));
      if (isLogoff) return Promise.resolve();
      const answer = client.ask(...headers.map(([header, text]) => `${header}: ${text}`));
      ok(answer.endsWith("\r\n\r\n"), JSON.stringify(answer));
      return Promise.resolve();
    }),
    { numRuns: 200 },
  );
});

Deno.test("more sessions than 64 are turned away, and there is room again when one has gone", async () => {
  await using running = startVirtual();
  const clients = Array.from({ length: 64 }, () => running.client().login());
  const tooMany = running.client();
  strictEqual(tooMany.ended, true);
  strictEqual(tooMany.take(), "");
  clients[0]?.peer.close();
  strictEqual(running.client().ended, false);
});

Deno.test("an answer to what is sent while hearing an event comes after the events of that change", async () => {
  await using running = startVirtual();
  let text = "";
  const decoder = new TextDecoder();
  const peer = running.simulator.connect({
    data(bytes) {
      const heard = decoder.decode(bytes);
      text += heard;
      if (heard.includes("RPT_ALINKS")) peer.send("Action: Ping\r\n\r\n");
    },
    end: () => {},
  });
  peer.send("Action: Login\r\nUsername: limited\r\nSecret: limited\r\n\r\n");
  text = "";
  running.world.accept("1998", LINK);
  running.clock.advance(1);
  const order = [...text.matchAll(/^(?:Event|Ping): (\S+)/gm)].map(([, name]) => name);
  deepStrictEqual(order, ["RPT_ALINKS", "RPT_NUMALINKS", "RPT_LINKS", "RPT_NUMLINKS", "Pong"]);
});
