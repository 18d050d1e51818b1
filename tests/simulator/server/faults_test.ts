import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { headerOf, quietScenario, startVirtual } from "../harness.ts";

const STANDING = [{
  node: "1998",
  link: { name: "2500", mode: "T", direction: "OUT", peer: "192.0.2.1", permanent: true },
  ageSec: 60,
}] as const;

Deno.test("kill ends every session without a word, and nobody can connect until boot", async () => {
  await using running = startVirtual();
  const { server } = running.simulator;
  const client = running.client().login();
  server.kill();
  strictEqual(client.take(), "");
  strictEqual(client.ended, true);
  strictEqual(server.sessions, 0);
  throws(() => running.client(), /nothing listens/);
  server.boot();
  strictEqual(running.client().ended, false);
});

Deno.test("shutdown tells Shutdown only to those who may see it", async () => {
  await using running = startVirtual();
  const deaf = running.client().login("admin", "simulator", "Events: call");
  const told = running.client().login();
  running.simulator.server.shutdown({ cleanly: false, restart: false });
  strictEqual(deaf.take(), "");
  strictEqual(headerOf(told.take(), "Shutdown"), "Uncleanly");
  deepStrictEqual([deaf.ended, told.ended], [true, true]);
  running.clock.advance(60_000);
  throws(() => running.client(), /nothing listens/);
});

Deno.test("shutdown with restart comes back by itself: port, FullyBooted, zeros, links, in this order", async () => {
  await using running = startVirtual(quietScenario(STANDING));
  running.simulator.server.shutdown({ cleanly: true, restart: true });
  running.clock.advance(1_999);
  throws(() => running.client(), /nothing listens/);
  running.clock.advance(1);
  const client = running.client();
  strictEqual(
    client.ask("Action: Login", "Username: limited", "Secret: limited").includes("FullyBooted"),
    false,
  );
  running.clock.advance(340);
  strictEqual(headerOf(client.take(), "Event"), "FullyBooted");
  running.clock.advance(80);
  strictEqual(client.rptEvents().length, 3 * 8);
  running.clock.advance(10_000);
  ok(client.rptEvents().includes("1998 RPT_ALINKS 1,2500TU"));
  strictEqual(headerOf(client.ask("Action: RptStatus", "Command: RptStat"), "RptUptime"), "00:00:10");
});

Deno.test("kill during a restart keeps the server down", async () => {
  await using running = startVirtual();
  const { server } = running.simulator;
  server.shutdown({ cleanly: true, restart: true });
  server.kill();
  running.clock.advance(60_000);
  throws(() => running.client(), /nothing listens/);
});

Deno.test("nodes of a server that is down say and hear nothing", async () => {
  await using running = startVirtual(quietScenario(STANDING));
  running.simulator.server.kill();
  strictEqual(running.world.talk({ node: "1998", link: null }, true), false);
  strictEqual(running.world.call("1998", STANDING[0].link, { answered: true, afterMs: 0 }), false);
  strictEqual(running.world.node("1998")?.links.length, 0);
});

Deno.test("stall freezes sessions; what was sent and what happened meanwhile come after it", async () => {
  await using running = startVirtual();
  const client = running.client().login();
  running.simulator.server.stall(true);
  running.world.talk({ node: "1998", link: null }, true);
  client.send("Action: Ping", "ActionID: frozen");
  strictEqual(client.take(), "");
  running.simulator.server.stall(false);
  const messages = client.messages();
  ok(messages.some((message) => headerOf(message, "Event") === "RPT_RXKEYED"));
  strictEqual(headerOf(messages.at(-1) ?? "", "ActionID"), "frozen");
});

Deno.test("stall does not keep more than a bounded amount for a session, which is closed then", async () => {
  await using running = startVirtual();
  const { server } = running.simulator;
  const client = running.client().login();
  server.stall(true);
  let most = 0;
  for (let edge = 0; edge < 2_000 && !client.ended; edge++) {
    running.world.talk({ node: "1998", link: null }, edge % 2 === 0);
    running.clock.advance(10);
    most = Math.max(most, server.waitingBytes);
  }
  strictEqual(client.ended, true);
  ok(most > 100_000 && most <= 513 * 1024, `${most} bytes`);
  strictEqual(server.waitingBytes, 0);
});

Deno.test("stall does not keep more than a bounded amount from a session either", async () => {
  await using running = startVirtual();
  const client = running.client().login();
  running.simulator.server.stall(true);
  for (let count = 0; count < 70; count++) client.peer.send("x".repeat(1_000));
  strictEqual(client.ended, true);
});

Deno.test("stop leaves no timer behind", async () => {
  const running = startVirtual(quietScenario(STANDING));
  const client = running.client();
  client.ask("Action: Login", "Username: admin", "Secret: wrong");
  running.client().login();
  running.world.talk({ node: "1998", link: null }, true);
  await running.simulator.stop();
  strictEqual(running.clock.pending, 0);
  strictEqual(client.ended, true);
});
