/**
 * What 1,000 WebSocket clients cost the server at 10 messages a second: the whole program as operators get it, in a process
 * of its own, fed by an Asterisk that keys a link five times a second (one LINK_TX_BATCH and one TALKER_EVENT each); the
 * clients are here.
 */
import { compiled, startChild, wait } from "./child.ts";
import { type PeerSession, startPeer } from "./peer.ts";
import { type BenchRow, formatRows } from "./row.ts";

const CLIENTS = 1_000;
/** Opened at once; more would measure how fast this process dials. */
const DIAL_AT_ONCE = 50;
const EDGES_PER_SECOND = 5;
const SECONDS = 20;
/** After this long the cost of dialling is over. */
const SETTLE_MS = 2_000;
const BUDGET_CPU_PERCENT = 20;
const BUDGET_RSS_MB = 100;

/** Messages that arrived at all clients together. */
interface Received {
  messages: number;
}

/** Measures processor time and memory of the server while every client gets every message. */
export async function run(): Promise<BenchRow[]> {
  const peer = startPeer();
  const child = await startChild({ ...await compiled(), env: { ...peer.env, UNKEY_GRACE_MS: "0" } });
  try {
    const session = await peer.session;
    session.links(["2000", "2001"], new Set());
    const received: Received = { messages: 0 };
    const clients = await dial(child.url, received);
    await wait(SETTLE_MS);
    received.messages = 0;
    const cpuBefore = child.cpuSeconds();
    const startMs = performance.now();
    await sendEdges(session);
    const seconds = (performance.now() - startMs) / 1_000;
    const cpuPercent = (child.cpuSeconds() - cpuBefore) / seconds * 100;
    const rows = figures(cpuPercent, child.rssMb(), received.messages / CLIENTS / seconds);
    await Promise.all(clients.map(closing));
    return rows;
  } finally {
    await child.stop();
    await peer.stop();
  }
}

async function dial(url: string, received: Received): Promise<readonly WebSocket[]> {
  const clients: WebSocket[] = [];
  while (clients.length < CLIENTS) {
    const next = Array.from({ length: DIAL_AT_ONCE }, () => open(url, received));
    clients.push(...await Promise.all(next));
  }
  return clients;
}

function open(url: string, received: Received): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}ws`);
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(socket);
    socket.onerror = () => reject(new Error(`open a client, the server refused it: ${url}`));
    socket.onmessage = () => received.messages++;
  });
}

async function sendEdges(session: PeerSession): Promise<void> {
  const startMs = performance.now();
  for (let edge = 1; edge <= EDGES_PER_SECOND * SECONDS; edge++) {
    session.links(["2000", "2001"], new Set(edge % 2 === 1 ? ["2000"] : []));
    await wait(Math.max(0, startMs + edge * 1_000 / EDGES_PER_SECOND - performance.now()));
  }
}

function closing(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.onclose = () => resolve();
    socket.close();
  });
}

function figures(cpuPercent: number, rssMb: number, rate: number): BenchRow[] {
  const name = `fan-out, 1,000 WebSocket clients, ${rate.toFixed(1)} messages/s each`;
  return [
    {
      name: `${name}: processor`,
      figure: `${cpuPercent.toFixed(1)} % of a core`,
      budget: `${BUDGET_CPU_PERCENT} %`,
      ok: cpuPercent <= BUDGET_CPU_PERCENT && rate >= 2 * EDGES_PER_SECOND * 0.95,
    },
    {
      name: `${name}: memory`,
      figure: `${rssMb.toFixed(1)} MB`,
      budget: `${BUDGET_RSS_MB} MB`,
      ok: rssMb <= BUDGET_RSS_MB,
    },
  ];
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
