import { VirtualClock } from "../../lib/clock/mod.ts";
import type { MqttConfig } from "../../lib/config/mod.ts";
import { createLogger } from "../../lib/log/mod.ts";
import { MqttPublisher } from "../../lib/mqtt/mod.ts";
import { AccountFile, MqttTable } from "../../lib/store/mod.ts";
import type { DomainEvent, NodeStatus, TalkerEvent } from "../../lib/wire/mod.ts";
import { FakeBroker } from "./fake_broker.ts";
import { CONFIG } from "./samples.ts";

/** When the tests begin. */
export const START_MS = Date.UTC(2026, 1, 12, 10, 30);

/** A publisher on a clock of its own, with a broker in memory. */
export interface Harness {
  readonly clock: VirtualClock;
  readonly broker: FakeBroker;
  readonly publisher: MqttPublisher;
  readonly nodes: Map<string, NodeStatus>;
  readonly lines: string[];
  tell(...events: readonly DomainEvent[]): void;
  /** Ends the publisher, moving the clock as far as it needs; gives how long that took. */
  stop(): Promise<number>;
}

/** What a test may choose. */
export interface HarnessOptions {
  readonly config?: Partial<MqttConfig>;
  readonly clock?: VirtualClock;
  readonly broker?: FakeBroker;
  readonly file?: AccountFile;
  readonly outboxLimit?: number;
  readonly talkers?: readonly TalkerEvent[];
  readonly areServersUp?: () => boolean;
}

/** Makes one; it is not started. */
export function makeHarness(options: HarnessOptions = {}): Harness {
  const clock = options.clock ?? new VirtualClock(START_MS);
  const broker = options.broker ?? new FakeBroker(clock);
  const file = options.file ?? new AccountFile(":memory:");
  const nodes = new Map<string, NodeStatus>();
  const lines: string[] = [];
  const publisher = new MqttPublisher({
    config: { ...CONFIG, ...options.config },
    clock,
    log: createLogger("mqtt", {
      level: "info",
      now: () => clock.now(),
      sink: ({ level, message, fields }) => lines.push(`${level} ${message} ${JSON.stringify(fields)}`),
    }),
    title: "Nexus",
    version: "0.0.0",
    hostname: "hut",
    file: new MqttTable(file),
    status: (nodeId) => nodes.get(nodeId),
    nodeIds: () => (options.areServersUp?.() ?? true) ? [...nodes.keys()] : null,
    talkers: () => options.talkers ?? [],
    load: () => Promise.resolve(broker.open),
    ...(options.outboxLimit === undefined ? {} : { outboxLimit: options.outboxLimit }),
  });
  let number = 0;
  return {
    clock,
    broker,
    publisher,
    nodes,
    lines,
    tell: (...events) => {
      for (const event of events) publisher.take({ number: ++number, event });
    },
    stop: async () => {
      const sinceMs = clock.now();
      let isOver = false;
      const stopped = publisher.stop().then(() => isOver = true);
      while (!isOver) await clock.advanceAsync(10);
      await stopped;
      return clock.now() - sinceMs;
    },
  };
}
