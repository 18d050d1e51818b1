import { type AmiConnection, createAmiConnection } from "../../lib/ami/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator, type Scenario, type Simulator } from "../../lib/simulator/mod.ts";
import { createStation, type Station } from "../../lib/station/mod.ts";
import { openStore, type Store } from "../../lib/store/mod.ts";
import type { DomainEvent, LinkTx } from "../../lib/wire/mod.ts";
import { differences } from "./compare.ts";
import { ChaosProxy } from "./proxy.ts";
import { feed, storedDifferences } from "./stored.ts";
import { type Span, Truth } from "./truth.ts";

/** The grace of the station under test. */
export const GRACE_MS = 500;

/** When every run begins; a full second, as of any clock. */
export const START_MS = Date.parse("2026-02-12T10:00:00.000Z");

/** Promises between an answer and the end of what the station does with it, with room to spare. */
const SETTLING_TURNS = 20;

/** How a run is set up. */
export interface ChaosOptions {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly watched: boolean;
  readonly username?: "admin" | "limited" | "noevents";
  /** Whether a database takes what is told, as in the program. */
  readonly stored?: boolean;
}

/** A simulator, a proxy and a station on virtual time, and what was really sent. */
export class ChaosBench {
  readonly clock: VirtualClock;
  readonly simulator: Simulator;
  readonly proxy: ChaosProxy;
  readonly station: Station;
  readonly truth: Truth;
  readonly store: Store | null;
  readonly #store: (events: readonly DomainEvent[]) => void;
  /** What Nexus told of transmissions, by `node/link`. */
  readonly told = new Map<string, Span[]>();
  /** How often app_rpt was asked anything. */
  asked = 0;
  readonly kinds = new Map<string, number>();
  /** Set while the end of a run waits for one poll of each node; takes what each poll left wrong. */
  onPolled: ((nodeId: string, wrong: readonly string[]) => void) | null = null;

  constructor(readonly options: ChaosOptions) {
    const { seed, scenario, watched, username = "admin", stored = false } = options;
    this.clock = new VirtualClock(START_MS, seed);
    this.simulator = createSimulator({ clock: this.clock, seed, log: silentLogger, scenario });
    this.proxy = new ChaosProxy(this.simulator, this.clock, randomOf(seed));
    this.truth = new Truth(this.simulator);
    this.store = stored ? memoryStore(this.clock) : null;
    this.#store = this.store ? feed(this.store) : () => {};
    this.station = createStation({
      server: {
        name: "chaos",
        host: "127.0.0.1",
        port: 5038,
        username,
        password: username === "admin" ? "simulator" : username,
        tls: false,
        events: "on",
        auth: "auto",
        retryIntervalMs: 1_000,
        retryMaxMs: 8_000,
        keepaliveMs: 10_000,
        nodes: [],
      },
      unkeyGraceMs: GRACE_MS,
      pollingIntervalMs: 60_000,
      disableLinkPoller: false,
      clock: this.clock,
      log: silentLogger,
      names: () => undefined,
      recall: (localNode, node) => this.store?.recallLink(localNode, node),
      watched: () => watched,
      publish: (events) => this.#note(events),
      connect: (connection, listener) => {
        const deps = { clock: this.clock, log: silentLogger, listener, dial: () => this.proxy.dial() };
        return this.#spy(createAmiConnection(connection, deps));
      },
    });
  }

  start(): void {
    this.simulator.start();
    this.station.start();
  }

  /** Ends everything; gives how many timers are left. */
  async stop(): Promise<number> {
    this.truth.stop();
    const stopping = this.station.stop();
    await this.clock.advanceAsync(5_000);
    await stopping;
    await this.simulator.stop();
    this.proxy.cut();
    this.store?.close();
    await this.clock.advanceAsync(0);
    return this.clock.pending;
  }

  /** Lets time pass until `done` or the limit; true when done. */
  async until(done: () => boolean, limitMs: number, stepMs = 250): Promise<boolean> {
    for (let leftMs = limitMs; !done() && leftMs > 0; leftMs -= stepMs) await this.clock.advanceAsync(stepMs);
    return done();
  }

  /** With the wire mended: the first poll of each node asked from now on, and what is wrong after it. */
  async settled(limitMs: number): Promise<ReadonlyMap<string, readonly string[]>> {
    const wrong = new Map<string, readonly string[]>();
    await this.until(() => this.station.status().state === "connected", limitMs);
    this.onPolled = (nodeId, found) => wrong.has(nodeId) || wrong.set(nodeId, found);
    await this.until(() => wrong.size === this.simulator.world.nodes.length, limitMs);
    this.onPolled = null;
    return wrong;
  }

  /** Where the database holds something else than was told; empty when there is none. */
  storedDifferences(): readonly string[] {
    if (!this.store) return [];
    return storedDifferences(this.store, this.station.nodes, this.told, this.clock.now());
  }

  /** After SawStat's answer the station takes the poll; a few turns of promises later that is over. */
  #spy(connection: AmiConnection): AmiConnection {
    const compare = (nodeId: string) => {
      const nowMs = this.clock.now();
      const { simulator, station, truth } = this;
      this.onPolled?.(
        nodeId,
        differences(nodeId, { simulator, truth, nodes: station.nodes }, nowMs, GRACE_MS),
      );
    };
    const lately: string[] = [];
    return {
      get status() {
        return connection.status;
      },
      get counters() {
        return connection.counters;
      },
      get bounds() {
        return connection.bounds;
      },
      start: () => connection.start(),
      stop: () => connection.stop(),
      action: async (name, headers = [], options) => {
        if (name === "RptStatus") this.asked++;
        const asksAt = this.onPolled;
        const nodeId = headers.find(([key]) => key === "Node")?.[1];
        lately.push(headers.map(([, value]) => value).join(" "));
        // A whole poll asks both together; SawStat alone tells of keying only, XStat after NodeStat of flags.
        const isWhole = lately.at(-1) === `SawStat ${nodeId}` && lately.at(-2) === `XStat ${nodeId}` &&
          lately.at(-3) !== `NodeStat ${nodeId}`;
        lately.splice(0, lately.length - 3);
        const reply = await connection.action(name, headers, options);
        if (isWhole && reply.ok && nodeId && asksAt !== null) {
          void afterTurns(SETTLING_TURNS, () => compare(nodeId));
        }
        return reply;
      },
    };
  }

  #note(events: readonly DomainEvent[]): void {
    this.#store(events);
    for (const event of events) {
      this.kinds.set(event.kind, (this.kinds.get(event.kind) ?? 0) + 1);
      if (event.kind === "LINK_TX") this.#noteEdge(event.data);
    }
  }

  #noteEdge(edge: LinkTx): void {
    const key = `${edge.local_node}/${edge.node}`;
    const spans = this.told.get(key) ?? [];
    this.told.set(key, spans);
    const atMs = Date.parse(edge.at);
    if (edge.kind === "START") spans.push({ startMs: atMs, endMs: null });
    else {
      const last = spans.pop();
      if (last?.endMs !== null) {
        throw new Error(`read the edges of ${key}, a STOP without a START: ${edge.at}`);
      }
      // A start that was told late has moved back by now.
      const movedMs = Math.min(last.startMs, Date.parse(edge.last_tx_start ?? edge.at));
      spans.push({ startMs: movedMs, endMs: atMs });
    }
  }
}

function memoryStore(clock: VirtualClock): Store {
  return openStore({ path: ":memory:", clock, log: silentLogger, retentionDays: 90 });
}

/** Runs `run` after so many turns of promises, before any timer can fire. */
async function afterTurns(turns: number, run: () => void): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
  run();
}

/** Numbers in [0, 1) that have nothing to do with those of the clock. */
export function randomOf(seed: number): () => number {
  const clock = new VirtualClock(0, seed * 7_919 + 13);
  return () => clock.random();
}
