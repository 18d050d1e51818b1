/** What somebody on the internet does to a server to bring it down, below the requests that it understands. */
import { ok, strictEqual } from "node:assert/strict";
import net from "node:net";
import { eventually, type ServerProcess } from "../support/server_process.ts";

/** Short times for a server that is attacked; nobody honest needs as long. */
export const SHORT_TIMES: Readonly<Record<string, string>> = {
  METRICS_ACCESS: "open",
  CONNECTIONS_HEADER_TIMEOUT: "1s",
  CONNECTIONS_BODY_TIMEOUT: "1s",
  CONNECTIONS_READ_TIMEOUT: "1s",
  CONNECTIONS_IDLE_TIMEOUT: "5s",
};

/** Where the attacks come from: another address than this machine's own, which proxies come from. */
const ATTACKER = "127.0.0.7";
const SOCKETS = 5_000;
const AT_ONCE = 250;
const BODY_BYTES = 100_000_000;

/** What the first visitors of a server take; the connections of the attack would be 100 MB, the body as much again. */
const GROWTH_MB = 25;

/** Tries everything; what the server holds is afterwards as before, and others get their page all the while. */
export async function withstandsAttacks(server: ServerProcess): Promise<void> {
  const before = held(server);
  const beganMs = performance.now();
  const attacks = [...slowHeaders(server), slowBody(server), await slowReader(server)];
  attacks.push(...await floodsSockets(server));
  await bombsHeaders(server);
  await sendsHugeBody(server, "Content-Length: 100000000", "");
  await sendsHugeBody(server, "Transfer-Encoding: chunked", "ffffff\r\n");
  await givesBack(server, before);
  // Not all learn that they were cut off: whoever reads nothing does not.
  for (const attack of attacks) attack.end();
  for (const { closed, text } of attacks) await closed.then(() => strictEqual(text, ""));
  const metrics = await (await fetch(new URL("/metrics", server.url))).text();
  ok(/nexus_connections_guarded 1/.test(metrics));
  const ended = (bound: string) =>
    Number(metrics.match(new RegExp(`dropped_total\\{bound="${bound}"\\} (\\d+)`))?.[1]);
  const tooMany = ended("connections_per_address");
  ok(tooMany > SOCKETS * 0.8, `sockets ended because they were too many: ${tooMany}`);
  ok(tooMany + ended("connections_asking_nothing") >= SOCKETS, "some sockets were not ended");
  const lines = server.log().match(/connections ended/g)?.length ?? 0;
  // Each further minute, which a busy machine takes for it, has its own.
  const most = 3 + 2 * Math.floor((performance.now() - beganMs) / 60_000);
  ok(lines >= 1 && lines <= most, `lines about it in the log: ${lines}`);
}

/** What a busy machine left over is found when the server looks at all there is, once a minute. */
const LEFT_OVER_MS = 300_000;

/** Goes on serving, in the course of which garbage is collected, until it holds no more than before. */
async function givesBack(server: ServerProcess, before: Held): Promise<void> {
  let now = held(server);
  try {
    await eventually("everything given back", async () => {
      await (await fetch(server.url)).arrayBuffer();
      now = held(server);
      return now.fds <= before.fds + 2 && now.rssMb <= before.rssMb + GROWTH_MB || undefined;
    }, { limitMs: LEFT_OVER_MS });
  } catch (error) {
    throw new Error(`it held ${JSON.stringify(before)} and holds ${JSON.stringify(now)}`, { cause: error });
  }
}

interface Held {
  readonly fds: number;
  readonly rssMb: number;
}

/** What the kernel says that the server holds. */
function held({ pid }: ServerProcess): Held {
  const pages = Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]);
  return { fds: [...Deno.readDirSync(`/proc/${pid}/fd`)].length, rssMb: pages * 4_096 / 1e6 };
}

/** A connection of the attacker; it notes what came, and when it was ended. */
class Attack {
  readonly #socket: net.Socket;
  readonly closed: Promise<void>;
  text = "";

  constructor({ url }: ServerProcess, said: string, reads = true) {
    const port = Number(new URL(url).port);
    this.#socket = net.connect({ port, host: "127.0.0.1", localAddress: ATTACKER });
    this.closed = new Promise((resolve) => this.#socket.once("close", () => resolve()));
    // Being reset is what is wanted.
    this.#socket.on("error", () => undefined);
    if (reads) this.#socket.on("data", (bytes) => this.text += bytes);
    else this.#socket.pause();
    this.#socket.write(said);
  }

  /** Sends more as long as it may; gives how much that was. */
  async pour(part: Uint8Array, byteCount: number): Promise<number> {
    let sent = 0;
    while (sent < byteCount && this.#socket.writable && this.text === "") {
      await new Promise<void>((resolve) => this.#socket.write(part, () => resolve()));
      sent += part.byteLength;
    }
    return sent;
  }

  end(): void {
    this.#socket.destroy();
  }
}

function slowHeaders(server: ServerProcess): readonly Attack[] {
  return Array.from({ length: 20 }, () => new Attack(server, "GET / HTTP/1.1\r\nHost: x\r\nX-"));
}

function slowBody(server: ServerProcess): Attack {
  const head =
    "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90";
  return new Attack(server, `${head}\r\n\r\n{`);
}

/** Asks for much more than the kernel keeps, and takes nothing. */
async function slowReader(server: ServerProcess): Promise<Attack> {
  const html = await (await fetch(server.url)).text();
  const path = html.match(/src="(\/[^"]+\.js)"/)?.[1] ?? "/";
  const asked = `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(500);
  return new Attack(server, asked, false);
}

async function floodsSockets(server: ServerProcess): Promise<readonly Attack[]> {
  const attacks: Attack[] = [];
  const tookMs: number[] = [];
  for (let opened = 0; opened < SOCKETS; opened += AT_ONCE) {
    for (let one = 0; one < AT_ONCE; one++) {
      attacks.push(new Attack(server, one % 2 ? "GET / HTTP/1.1\r\n" : ""));
    }
    const startedAtMs = performance.now();
    const page = await fetch(server.url);
    await page.body?.cancel();
    strictEqual(page.status, 200);
    tookMs.push(performance.now() - startedAtMs);
  }
  // The attacker is in this process, whose own delays are not the server's; nor are those of whatever else runs here.
  const quickMs = tookMs.toSorted((a, b) => a - b)[tookMs.length >> 2] ?? Infinity;
  ok(quickMs < 1_000, `other visitors' pages took ${tookMs.map(Math.round).join(", ")} ms`);
  return attacks;
}

/** One that is long and many that are short: refused, and nothing is kept of them. */
async function bombsHeaders(server: ServerProcess): Promise<void> {
  for (const bomb of [`X: ${"a".repeat(2_000_000)}\r\n`, "X: a\r\n".repeat(50_000)]) {
    const attack = new Attack(server, `GET / HTTP/1.1\r\nHost: x\r\n${bomb}\r\n`);
    await attack.closed;
    ok(/^(HTTP\/1\.1 (400|431)|$)/.test(attack.text), attack.text.slice(0, 100));
  }
}

async function sendsHugeBody(server: ServerProcess, length: string, before: string): Promise<void> {
  const head = "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  const { rssMb } = held(server);
  const attack = new Attack(server, `${head}${length}\r\n\r\n${before}`);
  const sent = await attack.pour(new Uint8Array(65_536).fill(32), BODY_BYTES);
  ok(sent < BODY_BYTES / 5, `so much was taken before it was refused: ${sent}`);
  ok(/^(HTTP\/1\.1 413|$)/.test(attack.text), attack.text.slice(0, 100));
  ok(held(server).rssMb < rssMb + GROWTH_MB, `${rssMb} MB before, ${held(server).rssMb} MB after`);
  attack.end();
  await attack.closed;
}
