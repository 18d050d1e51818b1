/**
 * How long a key edge takes from the socket of Asterisk to the WebSocket clients: 100 clients, 200 edges a second, batching
 * off; the same beside an MQTT broker that takes us in and then reads nothing more. The peer and the clients are in this process, the server in another; both ends read the same clock.
 */
import { compiled, startChild, wait } from "./child.ts";
import { type PeerSession, startPeer } from "./peer.ts";
import { type BenchRow, formatRows } from "./row.ts";

const CLIENTS = 100;
const EDGES_PER_SECOND = 200;
const SECONDS = 15;
const LINKS = 20;
/** Of MQTT 3.1.1: accepted, no session present. */
const CONNACK = new Uint8Array([0x20, 2, 0, 0]);
const BUDGET_P50_MS = 2;
const BUDGET_P99_MS = 10;

/** Measures the median and the 99th percentile over all clients and edges, without a broker and beside one that hangs. */
export async function run(): Promise<BenchRow[]> {
  const alone = await delays({});
  const broker = startDeafBroker();
  const beside = await delays({ MQTT_BROKER: `mqtt://127.0.0.1:${broker.port}` });
  const taken = await broker.stop();
  if (taken === 0) throw new Error("bench latency, the broker was not dialled");
  return [
    row("p50", quantile(alone, 0.5), BUDGET_P50_MS),
    row("p99", quantile(alone, 0.99), BUDGET_P99_MS),
    row("p50 beside a broker that hangs", quantile(beside, 0.5), BUDGET_P50_MS),
    row("p99 beside a broker that hangs", quantile(beside, 0.99), BUDGET_P99_MS),
  ];
}

/** Says that the session is accepted, and never reads again. */
function startDeafBroker() {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const taken: Deno.TcpConn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) {
      taken.push(connection);
      await connection.read(new Uint8Array(1_024));
      await connection.write(CONNACK);
    }
  })();
  const stop = async () => {
    listener.close();
    await accepting;
    for (const connection of taken) connection.close();
    return taken.length;
  };
  return { port: listener.addr.port, stop };
}

/** Milliseconds of every edge at every client, sorted. */
async function delays(env: Readonly<Record<string, string>>): Promise<number[]> {
  const peer = startPeer();
  const child = await startChild({
    ...await compiled(),
    env: { ...peer.env, ...env, LINK_TX_BATCH_MS: "0", UNKEY_GRACE_MS: "0" },
  });
  try {
    const session = await peer.session;
    const delaysMs: number[] = [];
    const sentAtMs: number[] = [];
    session.links(names(), new Set());
    await wait(500);
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, () => watch(child.url, sentAtMs, delaysMs)),
    );
    await sendEdges(session, sentAtMs);
    await wait(500);
    const closed = clients.map((client) => closing(client));
    await Promise.all(closed);
    return delaysMs.sort((one, other) => one - other);
  } finally {
    await child.stop();
    await peer.stop();
  }
}

function names(): string[] {
  return Array.from({ length: LINKS }, (_, index) => String(2_000 + index));
}

/** Sends edges at their times by the clock, not one after another, so that a late one does not delay the rest. */
async function sendEdges(session: PeerSession, sentAtMs: number[]): Promise<void> {
  const keyed = new Set<string>();
  const all = names();
  const startMs = performance.now();
  for (let edge = 0; edge < EDGES_PER_SECOND * SECONDS; edge++) {
    const dueMs = startMs + edge * 1_000 / EDGES_PER_SECOND;
    if (dueMs > performance.now()) await wait(dueMs - performance.now());
    const name = all[edge % LINKS] ?? "";
    if (!keyed.delete(name)) keyed.add(name);
    sentAtMs.push(performance.now());
    session.links(all, keyed);
  }
}

function watch(url: string, sentAtMs: readonly number[], delaysMs: number[]): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}ws?topics=links&raw=1`);
  let seen = 0;
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(socket);
    socket.onerror = () => reject(new Error("watch, the server refused the WebSocket"));
    socket.onmessage = ({ data }) => {
      if (typeof data !== "string" || !data.includes('"LINK_TX"')) return;
      delaysMs.push(performance.now() - (sentAtMs[seen++] ?? 0));
    };
  });
}

function closing(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.onclose = () => resolve();
    socket.close();
  });
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Infinity;
}

function row(name: string, ms: number, budgetMs: number): BenchRow {
  return {
    name: `AMI socket to WebSocket client, ${name}`,
    figure: `${ms.toFixed(2)} ms`,
    budget: `${budgetMs} ms`,
    ok: ms <= budgetMs,
  };
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
