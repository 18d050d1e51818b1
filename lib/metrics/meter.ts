import type { Clock } from "../clock/mod.ts";
import type { LiveCounters } from "../live/mod.ts";
import type { Station } from "../station/mod.ts";
import type { StoreMetrics } from "../store/mod.ts";
import type { DatabaseStatus } from "../wire/mod.ts";
import { BoundBook, type BoundSource, type LabelledBound } from "./bound_book.ts";
import { collectMetrics, type MetricSources } from "./collect.ts";
import { EventCounts } from "./event_counts.ts";
import { type MetricFamily, renderMetrics } from "./exposition.ts";
import { LoopDelay } from "./loop_delay.ts";
import type { ServerSource } from "./server_families.ts";
import { ActionTimes } from "./timed_actions.ts";

/** The parts of the running system that count for themselves. */
export interface Counted {
  readonly version: string;
  readonly uptimeSec: number;
  readonly stations: readonly Station[];
  readonly live: LiveCounters;
  readonly store: StoreMetrics;
  readonly database: DatabaseStatus;
  readonly sinkFailures: number;
  readonly directory: MetricSources["directory"];
  readonly mqtt: MetricSources["mqtt"];
}

/** Counts what nobody else counts, and puts everything together when somebody asks. */
export class Meter {
  /** A sink of the bus. */
  readonly events = new EventCounts();
  readonly #loop: LoopDelay;
  readonly #actions = new Map<string, ActionTimes>();
  readonly #bounds = new BoundBook();
  readonly #others: (() => readonly MetricFamily[])[] = [];

  constructor(private readonly clock: Clock) {
    this.#loop = new LoopDelay(clock);
    this.#bounds.watch(() => [this.events.bound]);
  }

  /** Tells what a room holds, and where it ends, from now on; `labels` tell rooms apart that there are several of. */
  watch(source: BoundSource, labels?: Readonly<Record<string, string>>): void {
    this.#bounds.watch(source, labels);
  }

  /** Tells what `source` counts besides, from now on. */
  tell(source: () => readonly MetricFamily[]): void {
    this.#others.push(source);
  }

  /** Begins to watch the event loop. */
  start(): void {
    this.#loop.start();
  }

  /** Stops watching. */
  stop(): void {
    this.#loop.stop();
  }

  /** Measures the actions of one server; there are as many as the configuration lists. */
  actions(server: string): ActionTimes {
    const known = this.#actions.get(server) ?? new ActionTimes(this.clock);
    this.#actions.set(server, known);
    return known;
  }

  /** The longest delay of the event loop since this was asked last, in seconds. */
  takeWorstDelaySec(): number {
    return this.#loop.takeWorstSec();
  }

  /** What is bounded, how full it is, and what was given up. */
  bounds(): readonly LabelledBound[] {
    return this.#bounds.all();
  }

  /** Everything as text for Prometheus. */
  render(counted: Counted): string {
    return renderMetrics(this.families(counted));
  }

  /** Everything that is counted. */
  families(counted: Counted): readonly MetricFamily[] {
    const { rss, heapUsed } = Deno.memoryUsage();
    const nowMs = this.clock.now();
    const running = runningTalk(counted.stations, nowMs);
    const known = collectMetrics({
      ...counted,
      startedAtSec: Math.round(nowMs / 1_000 - counted.uptimeSec),
      bounds: this.#bounds.families(),
      memory: { rssBytes: rss, heapUsedBytes: heapUsed },
      servers: counted.stations.map((station) => this.#server(station, nowMs)),
      events: { kinds: this.events.kinds(), talkSeconds: this.events.talkSeconds(running) },
      loopDelay: this.#loop.samples(),
    });
    return [...known, ...this.#others.flatMap((source) => source())];
  }

  #server(station: Station, nowMs: number): ServerSource {
    const nodes = station.nodes.statuses(nowMs);
    const links = nodes.flatMap((node) => node.links);
    const actions = this.actions(station.name);
    return {
      status: station.status(),
      ami: station.counters.ami,
      polls: station.counters.polls,
      nodeStats: station.counters.nodeStats,
      voters: station.counters.voters,
      calls: station.counters.calls,
      badRows: station.counters.badRows,
      sessions: this.events.sessions(station.name),
      nodes: nodes.length,
      links: links.length,
      keyedLinks: links.filter((link) => link.current_tx).length,
      actionSeconds: actions.samples({ server: station.name }),
      actionsFailed: actions.failed,
    };
  }
}

/** Milliseconds of the transmissions that run now, by local node; servers may have nodes of one number. */
function runningTalk(stations: readonly Station[], nowMs: number): ReadonlyMap<string, number> {
  const running = new Map<string, number>();
  for (const { nodes } of stations) {
    for (const node of nodes.nodeIds) {
      running.set(node, (running.get(node) ?? 0) + nodes.runningTalkMs(node, nowMs));
    }
  }
  return running;
}
