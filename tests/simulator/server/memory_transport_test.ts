import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { AmiStatus } from "../../../lib/ami/mod.ts";
import { createAmiConnection } from "../../../lib/ami/mod.ts";
import { silentLogger } from "../../../lib/log/mod.ts";
import { demoScenario } from "../../../lib/simulator/mod.ts";
import { startVirtual } from "../harness.ts";

Deno.test("dial gives a transport that is read in pieces of any size, up to the end", async () => {
  await using running = startVirtual();
  const transport = await running.simulator.dial();
  const buffer = new Uint8Array(7);
  let text = "";
  while (!text.endsWith("\n")) {
    text += new TextDecoder().decode(buffer.subarray(0, (await transport.read(buffer)) ?? 0));
  }
  strictEqual(text, "Asterisk Call Manager/11.0.0\r\n");
  const waiting = transport.read(buffer);
  running.simulator.server.kill();
  strictEqual(await waiting, null);
  await rejects(transport.write(buffer), /the connection has ended/);
  await rejects(running.simulator.dial(), /nothing listens/);
});

Deno.test("dial gives up a reader that does not read", async () => {
  await using running = startVirtual(demoScenario());
  const transport = await running.simulator.dial();
  await transport.write(
    new TextEncoder().encode("Action: Login\r\nUsername: admin\r\nSecret: simulator\r\n\r\n"),
  );
  running.clock.advance(3_600_000);
  strictEqual(running.simulator.server.sessions, 0);
  const buffer = new Uint8Array(4 * 1024 * 1024);
  const count = (await transport.read(buffer)) ?? 0;
  ok(count > 1024 * 1024 && count < 1.1 * 1024 * 1024, `${count} bytes`);
  strictEqual(await transport.read(buffer), null);
});

Deno.test("the connection of lib/ami works with it on virtual time, through a restart of the server", async () => {
  await using running = startVirtual(demoScenario());
  const { username, password } = running.simulator.credentials;
  const states: AmiStatus["state"][] = [];
  let events = 0;
  const connection = createAmiConnection({
    server: "simulated",
    host: "127.0.0.1",
    port: 1,
    username,
    password,
    tls: false,
    events: "on",
    auth: "md5",
    retryIntervalMs: 5_000,
    retryMaxMs: 5_000,
    keepaliveMs: 30_000,
  }, {
    clock: running.clock,
    log: silentLogger,
    dial: () => running.simulator.dial(),
    listener: { status: ({ state }) => void states.push(state), event: () => void events++ },
  });
  connection.start();
  await running.clock.advanceAsync(5_000);
  const reply = await connection.action("RptStatus", [["Command", "XStat"], ["Node", "990010"]]);
  strictEqual(reply.frame.all("Conn").length, 7);
  ok(events > 8);
  running.simulator.server.shutdown({ cleanly: true, restart: true });
  await running.clock.advanceAsync(10_000);
  await connection.stop();
  deepStrictEqual(states, ["connecting", "connected", "retrying", "connecting", "connected", "stopped"]);
});
