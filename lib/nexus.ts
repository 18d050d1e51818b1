/**
 * @module lib/nexus: the composition root. It builds the graph (store, streams, bus, one station per server, the
 * services that routes call) from a configuration, starts it, and takes it down in reverse order.
 */
import { lostCall } from "./calls/mod.ts";
import type { Timer } from "./clock/mod.ts";
import { isNameless, type Services } from "./http/mod.ts";
import type { Meter } from "./metrics/mod.ts";

import { allNodes, buildGraph, type Graph, type NexusOptions, TALKER_LOG_SHOWN } from "./nexus_graph.ts";
import { buildServices } from "./nexus_services.ts";

export type { NexusOptions } from "./nexus_graph.ts";

/** How long names that come are gathered before viewers are told. */
const NAMES_GATHERED_MS = 250;

/** The running system without its web server. */
export interface Nexus {
  readonly services: Services;
  /** Where more can be told of than what this system itself holds. */
  readonly meter: Pick<Meter, "watch" | "tell">;
  start(): void;
  /** Ends streams, logs off, flushes and closes; resolves when nothing is left running. */
  stop(): Promise<void>;
}

/** Builds the system. Errors: throws `StoreError` when the database is damaged or newer than this program. */
export function createNexus(options: NexusOptions): Nexus {
  return new RunningNexus(options, buildGraph(options));
}

class RunningNexus implements Nexus {
  readonly services: Services;
  readonly meter: Meter;
  #heartbeat: Timer | null = null;
  #renaming: Timer | null = null;
  /** Whose name came after his talk and was told; at most as many as the log has. */
  #renamed: ReadonlySet<string> = new Set();

  constructor(private readonly options: NexusOptions, private readonly graph: Graph) {
    this.services = buildServices(options, graph);
    this.meter = graph.meter;
  }

  start(): void {
    const { clock, config } = this.options;
    this.graph.audit.start();
    this.graph.auth.start();
    this.graph.hub.start();
    this.graph.naming?.start(() => this.#namesChanged());
    this.graph.meter.start();
    this.graph.host?.start();
    this.graph.mqtt?.start();
    this.services.admin.start();
    this.#endStrayCalls();
    for (const station of this.graph.stations) station.start();
    this.#heartbeat = clock.every(config.heartbeatIntervalMs, () => this.#publishStatuses());
  }

  async stop(): Promise<void> {
    this.#heartbeat?.cancel();
    this.#heartbeat = null;
    this.graph.control.stop();
    this.graph.favoriteWatch?.stop();
    this.services.admin.stop();
    this.graph.host?.stop();
    await Promise.all([...this.graph.stations.map((station) => station.stop()), this.graph.naming?.stop()]);
    // What the stations told last still leaves.
    await this.graph.mqtt?.stop();
    this.#renaming?.cancel();
    this.#renaming = null;
    this.graph.hub.stop();
    this.graph.voters.stop();
    this.graph.meter.stop();
    this.graph.auth.stop();
    this.graph.audit.stop();
    this.graph.accountFile.close();
    this.graph.store.close();
  }

  /** Nobody can be asked about calls of a server that is not configured any more. */
  #endStrayCalls(): void {
    const { bus, strayCalls } = this.graph;
    const nowMs = this.options.clock.now();
    bus.publish(strayCalls.map((call) => {
      const { payload, ...context } = lostCall(call, nowMs);
      return { kind: "CALL_STATE", data: payload, ...context };
    }));
  }

  /** Names often come several at once; viewers are told of them together. */
  #namesChanged(): void {
    this.#renaming ??= this.options.clock.after(NAMES_GATHERED_MS, () => {
      this.#renaming = null;
      this.#publishStatuses();
      this.#renameTalkers();
    });
  }

  /** Who talked before the name was known is named in the log as well, once for each: a log told anew costs every page a reading. */
  #renameTalkers(): void {
    const { names } = this.graph;
    const log = this.graph.store.talkerLog({ limit: TALKER_LOG_SHOWN });
    const renamed = new Set(
      log.filter((event) => isNameless(event) && names(event.node)).map(({ node }) => node),
    );
    const isNews = !renamed.isSubsetOf(this.#renamed);
    this.#renamed = renamed;
    if (isNews) this.graph.hub.retellTalkers();
  }

  #publishStatuses(): void {
    const atMs = this.options.clock.now();
    const statuses = allNodes(this.graph.stations, atMs);
    this.graph.bus.publish(statuses.map((data) => ({ kind: "STATUS_UPDATE", atMs, data })));
  }
}
