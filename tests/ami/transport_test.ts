import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  type AmiConnectionOptions,
  AmiDecoder,
  type AmiStatus,
  createAmiConnection,
  encodeFrame,
} from "../../lib/ami/mod.ts";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { makeCertificate } from "./support/certificate.ts";
import { bytesOf } from "./support/decoding.ts";
import { OPTIONS } from "./support/harness.ts";

/** An AMI server on a socket: says yes to all, and closes after Logoff. */
async function serve(listener: Deno.Listener): Promise<void> {
  for await (const conn of listener) await serveOne(conn);
}

async function serveOne(conn: Deno.Conn): Promise<void> {
  const answers: Uint8Array[] = [bytesOf("Asterisk Call Manager/11.0.0\r\n")];
  let open = true;
  const decoder = new AmiDecoder({
    expectBanner: false,
    onFrame: (action) => {
      const isLogoff = action.get("Action") === "Logoff";
      const id = action.get("ActionID") ?? "";
      answers.push(
        encodeFrame([["Response", isLogoff ? "Goodbye" : "Success"], ["ActionID", id], ["Challenge", "1"]]),
      );
      open &&= !isLogoff;
    },
  });
  const buffer = new Uint8Array(4096);
  try {
    do {
      for (let answer = answers.shift(); answer; answer = answers.shift()) await conn.write(answer);
      const count = open ? await conn.read(buffer) : null;
      if (count === null) break;
      decoder.push(buffer.subarray(0, count));
    } while (open || answers.length > 0);
  } catch (error) {
    ok(
      error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset || isTls(error),
      `${error}`,
    );
  }
  conn.close();
}

const isTls = (error: unknown) =>
  error instanceof Deno.errors.InvalidData || error instanceof Deno.errors.UnexpectedEof;

/** A connection over a real socket, and a wait for its next state of a kind. */
function connectTo(options: Partial<AmiConnectionOptions>) {
  const statuses: AmiStatus[] = [];
  let wake = () => {};
  const connection = createAmiConnection({ ...OPTIONS, ...options }, {
    clock: systemClock,
    log: silentLogger,
    listener: {
      status: (status) => {
        statuses.push(status);
        wake();
      },
      event: () => undefined,
    },
  });
  const until = async (state: AmiStatus["state"]) => {
    while (connection.status.state !== state) await new Promise<void>((resolve) => wake = resolve);
    return connection.status;
  };
  return { connection, statuses, until };
}

const portOf = (listener: Deno.Listener) => (listener.addr as Deno.NetAddr).port;

Deno.test("dialDeno carries a session over a socket", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = serve(listener);
  const { connection, statuses, until } = connectTo({ port: portOf(listener) });
  connection.start();
  await until("connected");
  const replies = await Promise.all(Array.from({ length: 50 }, () => connection.action("Ping")));
  ok(replies.every((reply) => reply.ok));
  await connection.stop();
  listener.close();
  await serving;
  deepStrictEqual(statuses.map((status) => status.state), ["connecting", "connected", "stopped"]);
});

Deno.test("dialDeno tells why a port cannot be reached", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = portOf(listener);
  listener.close();
  const { connection, until } = connectTo({ port });
  connection.start();
  const status = await until("retrying");
  ok(status.state === "retrying" && status.code === "unreachable");
  match(status.error, new RegExp(`^connect to pbx, Connection refused .*: 127\\.0\\.0\\.1:${port}$`));
  await connection.stop();
});

Deno.test("dialDeno stops in the middle of a login and closes the socket", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { connection, statuses } = connectTo({ port: portOf(listener) });
  connection.start();
  const conn = await listener.accept();
  const buffer = new Uint8Array(4096);
  ok((await conn.read(buffer) ?? 0) > 0);
  await connection.stop();
  strictEqual(await conn.read(buffer), null);
  conn.close();
  listener.close();
  deepStrictEqual(statuses.map((status) => status.state), ["connecting", "stopped"]);
});

Deno.test("dialDeno stops in the middle of a TLS handshake", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { connection, statuses } = connectTo({ port: portOf(listener), tls: true });
  connection.start();
  const conn = await listener.accept();
  ok((await conn.read(new Uint8Array(4096)) ?? 0) > 0);
  await connection.stop();
  conn.close();
  listener.close();
  deepStrictEqual(statuses.map((status) => status.state), ["connecting", "stopped"]);
});

Deno.test("dialDeno fails at once when TLS meets a server that speaks plain AMI", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = serve(listener);
  const { connection, until } = connectTo({ port: portOf(listener), tls: true });
  connection.start();
  const status = await until("retrying");
  ok(status.state === "retrying");
  strictEqual(status.code, "unreachable");
  await connection.stop();
  listener.close();
  await serving;
});

Deno.test("dialDeno logs in over TLS when it trusts the certificate, and not when it does not", async () => {
  const pair = await makeCertificate();
  const tlsCaFile = await Deno.makeTempFile({ suffix: ".pem" });
  await Deno.writeTextFile(tlsCaFile, pair.cert);
  const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, ...pair });
  const serving = serve(listener);
  try {
    const stranger = connectTo({ port: portOf(listener), tls: true });
    stranger.connection.start();
    const status = await stranger.until("retrying");
    ok(status.state === "retrying" && status.code === "unreachable");
    match(status.error, /certificate/i);
    await stranger.connection.stop();

    const { connection, statuses, until } = connectTo({ port: portOf(listener), tls: true, tlsCaFile });
    connection.start();
    await until("connected");
    ok((await connection.action("Ping")).ok);
    await connection.stop();
    deepStrictEqual(statuses.map((state) => state.state), ["connecting", "connected", "stopped"]);
  } finally {
    listener.close();
    await serving;
    await Deno.remove(tlsCaFile);
  }
});

Deno.test("dialDeno says which certificate file cannot be read", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { connection, until } = connectTo({
    port: portOf(listener),
    tls: true,
    tlsCaFile: "/no/such/file.pem",
  });
  connection.start();
  const status = await until("retrying");
  ok(status.state === "retrying");
  match(status.error, /no\/such\/file\.pem/);
  await connection.stop();
  listener.close();
});
