import { deepStrictEqual, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { systemClock, VirtualClock } from "../../../lib/clock/mod.ts";
import { createLogger, type LogRecord, silentLogger } from "../../../lib/log/mod.ts";
import { BIG_NODE, bigScenario, createSimulator, type Simulator } from "../../../lib/simulator/mod.ts";
import { isLoopback } from "../../../lib/simulator/server/listener.ts";
import { START_MS } from "../harness.ts";

function startReal(changes: Partial<Parameters<typeof createSimulator>[0]> = {}) {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, ...changes });
  simulator.start();
  return { simulator, [Symbol.asyncDispose]: () => simulator.stop() };
}

/** Reads until the text has what is waited for, or the stream ends; gives all of it. */
async function readUntil(connection: Deno.Conn, what: RegExp): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  let text = "";
  while (!what.test(text)) {
    const count = await connection.read(buffer);
    if (count === null) break;
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  return text;
}

/** Who comes while the port is being closed is reset. */
function isRefusal(error: unknown): boolean {
  const { ConnectionRefused, ConnectionReset } = Deno.errors;
  return error instanceof ConnectionRefused || error instanceof ConnectionReset;
}

async function connect(simulator: Simulator): Promise<Deno.Conn> {
  return await Deno.connect({ hostname: "127.0.0.1", port: simulator.listen().port });
}

function send(connection: Deno.Conn, ...lines: readonly string[]): Promise<number> {
  return connection.write(new TextEncoder().encode([...lines, "", ""].join("\r\n")));
}

Deno.test("listen serves a real socket: greeting, login, events, goodbye, end", async () => {
  await using running = startReal({ speed: 50 });
  const connection = await connect(running.simulator);
  const { username, password } = running.simulator.credentials;
  strictEqual(await readUntil(connection, /\n/), "Asterisk Call Manager/11.0.0\r\n");
  await send(connection, "Action: Login", `Username: ${username}`, `Secret: ${password}`);
  const text = await readUntil(connection, /EventValue: \d+,.*K\r\n/);
  ok(
    text.startsWith("Response: Success\r\nMessage: Authentication accepted\r\n\r\nEvent: FullyBooted\r\n"),
    text,
  );
  await send(connection, "Action: Logoff");
  ok((await readUntil(connection, /never/)).endsWith("Message: Thanks for all the fish.\r\n\r\n"));
  connection.close();
});

Deno.test("stop ends open connections and frees the port", async () => {
  const running = startReal();
  const { port } = running.simulator.listen();
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await readUntil(connection, /\n/);
  await running.simulator.stop();
  strictEqual(await readUntil(connection, /never/), "");
  connection.close();
  await rejects(Deno.connect({ hostname: "127.0.0.1", port }), isRefusal);
});

Deno.test("a killed server refuses connections, and listens on the same port after boot", async () => {
  await using running = startReal();
  const { port } = running.simulator.listen();
  running.simulator.server.kill();
  await rejects(Deno.connect({ hostname: "127.0.0.1", port }), isRefusal);
  running.simulator.server.boot();
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  ok((await readUntil(connection, /\n/)).startsWith("Asterisk Call Manager"));
  connection.close();
});

Deno.test("a client that hangs up leaves no session behind", async () => {
  await using running = startReal();
  const connection = await connect(running.simulator);
  await readUntil(connection, /\n/);
  strictEqual(running.simulator.server.sessions, 1);
  connection.close();
  while (running.simulator.server.sessions > 0) await new Promise((resolve) => setTimeout(resolve, 1));
});

Deno.test("a client that does not read is given up, while another one goes on", async () => {
  const lines: LogRecord[] = [];
  const log = createLogger("test", { level: "warn", now: () => 0, sink: (line) => void lines.push(line) });
  const scenario = bigScenario({ links: 80, networkNodes: 300, edgesPerSec: 100 });
  const clock = new VirtualClock(START_MS);
  await using running = startReal({ scenario, clock, log });
  const { port } = running.simulator.listen();
  const login = async () => {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await send(connection, "Action: Login", "Username: admin", "Secret: simulator");
    ok((await readUntil(connection, /FullyBooted/)).includes("accepted"));
    return connection;
  };
  const [deaf, reader] = [await login(), await login()];
  let most = 0;
  // Time stands still while the one reads all that came, however long that takes it; the other never does.
  for (let turn = 0; lines.length === 0; turn++) {
    clock.advance(50);
    most = Math.max(most, running.simulator.server.waitingBytes);
    await send(reader, "Action: Ping", `ActionID: turn-${turn}`);
    ok((await readUntil(reader, new RegExp(`ActionID: turn-${turn}\\r\\n`))).includes("RPT_"));
  }
  deepStrictEqual(lines.map(({ message }) => message), ["close a manager session, its client does not read"]);
  ok(most <= 2 * 1024 * 1024, `${most} bytes waited`);
  await send(reader, "Action: RptStatus", "Command: RptStat");
  ok((await readUntil(reader, /Nodes: .*\r\n/)).includes(`Nodes: ${BIG_NODE}\r\n`));
  deaf.close();
  reader.close();
});

Deno.test("listen refuses every address but loopback, and a simulator that has not been started", async () => {
  await using running = startReal();
  for (const hostname of ["0.0.0.0", "::", "192.0.2.1", "example.org", "127.0.0.1.example.org", ""]) {
    throws(() => running.simulator.listen(0, hostname), /only loopback addresses are allowed/, hostname);
    strictEqual(isLoopback(hostname), false);
  }
  for (const hostname of ["127.0.0.1", "127.8.9.10", "::1", "localhost"]) {
    strictEqual(isLoopback(hostname), true);
  }
  const idle = createSimulator({ clock: systemClock, seed: 1, log: silentLogger });
  throws(() => idle.listen(), /its server is down/);
  await idle.stop();
});
