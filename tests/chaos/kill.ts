import { ok, strictEqual } from "node:assert/strict";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator, type Simulator } from "../../lib/simulator/mod.ts";
import { openStore } from "../../lib/store/mod.ts";
import type { LinkStatsAnswer, StatusAnswer, TalkerEvent, TalkerLogAnswer } from "../../lib/wire/mod.ts";
import { eventually, type ServerProcess, startServer } from "../support/server_process.ts";
import { LagWatch } from "../support/waits.ts";
import { GRACE_MS, randomOf } from "./bench.ts";
import { chaosScenario } from "./scenario.ts";
import { type Span, Truth } from "./truth.ts";

/**
 * What may be lost of transmit time, and what every machine's timers may be late by. What this one was behind, as was measured at the
 * same time, comes on top: what the program has not been told yet it cannot keep.
 */
const LOSS_MS = 1_000;
const LATE_MS = 300;

/** What was shown this long before the end must be there afterwards. */
const KEPT_MS = 1_200;

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** What the program showed at one moment. */
interface Shown {
  readonly totalMs: ReadonlyMap<string, number>;
  /** Totals with all of what ran, as of `liveAtMs`; those above leave out the last second of it. */
  readonly liveAtMs: number;
  readonly liveMs: ReadonlyMap<string, number>;
  readonly talkers: readonly TalkerEvent[];
}

/** Kills the real program `times` times in the midst of traffic, over one data directory, and looks at what it kept. */
export async function killRounds(times: number, seed: number): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "nexus-kill-" });
  const random = randomOf(seed);
  const traffic = Math.floor(random() * 1_000);
  const scenario = chaosScenario(true);
  const simulator = createSimulator({ clock: systemClock, seed: traffic, log: silentLogger, scenario });
  const truth = new Truth(simulator);
  simulator.start();
  const { port } = simulator.listen();
  try {
    for (let round = 0; round < times; round++) await killOnce(data, port, truth, simulator, random);
  } catch (cause) {
    throw new Error(`kill the program of seed ${seed}, it did not keep what it should`, { cause });
  } finally {
    truth.stop();
    await simulator.stop();
    await Deno.remove(data, { recursive: true });
  }
}

async function killOnce(
  data: string,
  port: number,
  truth: Truth,
  simulator: Simulator,
  random: () => number,
) {
  const server = await startServer({
    command: Deno.execPath(),
    args: ["run", "-A", "--no-check", MAIN, "--port", "0"],
    env: {
      AMI_HOST: "127.0.0.1",
      AMI_PORT: String(port),
      AMI_USERNAME: simulator.credentials.username,
      AMI_PASSWORD: simulator.credentials.password,
      DATA_DIR: data,
    },
  });
  try {
    await eventually("every link on show", () => shown(server, simulator));
    const lag = new LagWatch(async () => void await (await fetch(`${server.url}health`)).text());
    const first = await shown(server, simulator);
    await pause(500 + random() * 2_000);
    const last = await shown(server, simulator);
    await pause(KEPT_MS);
    await pause(2 * lag.worstMs);
    const stopping = lag.stop();
    const diedAtMs = systemClock.now();
    server.signal("SIGKILL");
    await server.exited;
    if (!first || !last) throw new Error("read what the program shows, it shows nothing");
    check(data, truth, first, last, diedAtMs, await stopping);
  } finally {
    await server.dispose();
  }
}

/** What the program shows, once it has read every node. */
async function shown(server: ServerProcess, simulator: Simulator): Promise<Shown | undefined> {
  const askedAtMs = systemClock.now();
  const { nodes } = await data<StatusAnswer>(server, "/api/status");
  const answeredAtMs = systemClock.now();
  const read = nodes.filter(({ stale, links }) =>
    !stale && links.every(({ direction }) => direction !== null)
  );
  if (read.length < simulator.world.nodes.length) return undefined;
  const stats = await data<LinkStatsAnswer>(server, "/api/link-stats?limit=1000");
  const log = await data<TalkerLogAnswer>(server, "/api/talker-log?limit=1000");
  const totals = stats.stats.map((row) =>
    [`${row.local_node}/${row.node}`, row.total_tx_seconds * 1_000] as const
  );
  const live = nodes.flatMap(({ links }) => links).map((link) =>
    [`${link.local_node}/${link.node}`, link.total_tx_seconds * 1_000] as const
  );
  return {
    totalMs: new Map(totals),
    liveAtMs: (askedAtMs + answeredAtMs) / 2,
    liveMs: new Map(live),
    talkers: log.events,
  };
}

async function data<T>(server: ServerProcess, path: string): Promise<T> {
  const response = await fetch(server.url + path);
  const answer: { readonly data: T } = await response.json();
  return answer.data;
}

function check(path: string, truth: Truth, first: Shown, last: Shown, diedAtMs: number, lagMs: number): void {
  const store = openStore({
    path: `${path}/nexus.db`,
    clock: systemClock,
    log: silentLogger,
    retentionDays: 90,
  });
  try {
    strictEqual(store.status.state, "ok");
    for (const [key, wasMs] of first.liveMs) {
      const [localNode = "", node = ""] = key.split("/");
      const keptMs = store.recallLink(localNode, node)?.totalTxMs ?? 0;
      const spokenMs = within(truth.spans(GRACE_MS).get(key) ?? [], first.liveAtMs, diedAtMs);
      const offMs = keptMs - wasMs - spokenMs;
      // Behind at the first look, and at the end.
      ok(
        Math.abs(offMs) <= LOSS_MS + LATE_MS + 2 * lagMs,
        `${key} is off by ${offMs} ms, ${lagMs} ms behind`,
      );
      const shownMs = last.totalMs.get(key) ?? 0;
      ok(keptMs >= shownMs - 1, `${key} showed ${shownMs} ms and kept ${keptMs} ms`);
    }
    const kept = new Set(store.talkerLog({ limit: 1_000 }).map(nameOf));
    for (const event of last.talkers) ok(kept.has(nameOf(event)), `${nameOf(event)} was shown and is gone`);
  } finally {
    store.close();
  }
}

/** Transmit time between two instants. */
function within(spans: readonly Span[], fromMs: number, toMs: number): number {
  return spans.reduce((sum, { startMs, endMs }) => {
    return sum + Math.max(0, Math.min(endMs ?? toMs, toMs) - Math.max(startMs, fromMs));
  }, 0);
}

function nameOf({ at, kind, local_node, node }: TalkerEvent): string {
  return `${at} ${kind} ${local_node}/${node}`;
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => void systemClock.after(delayMs, resolve));
}
