import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { EventBus, type EventSink } from "../../lib/events/mod.ts";
import type { DomainEvent } from "../../lib/wire/mod.ts";

const keyed = (node: string): DomainEvent => ({
  kind: "NODE_TX",
  atMs: 0,
  data: { node, keyed: true, at: "1970-01-01T00:00:00.000Z" },
});

Deno.test("EventBus numbers events from 1 and hands each to every sink in order", () => {
  const told: string[] = [];
  const sink = (name: string): EventSink => ({
    name,
    take: ({ number, event }) => void told.push(`${name}${number}${event.kind}`),
  });
  const bus = new EventBus([sink("store"), sink("live")], () => undefined);
  bus.publish([keyed("1"), keyed("2")]);
  bus.publish([keyed("3")]);
  deepStrictEqual(told, [
    "store1NODE_TX",
    "live1NODE_TX",
    "store2NODE_TX",
    "live2NODE_TX",
    "store3NODE_TX",
    "live3NODE_TX",
  ]);
  strictEqual(bus.published, 3);
});

Deno.test("EventBus hands an event on to the other sinks when one throws, and says which did", () => {
  const told: string[] = [];
  const failures: string[] = [];
  const bus = new EventBus([
    {
      name: "store",
      take: () => {
        throw new Error("disk full");
      },
    },
    { name: "live", take: ({ event }) => void told.push(event.kind) },
  ], (sink, event, error) => failures.push(`${sink} ${event.kind} ${String(error)}`));
  bus.publish([keyed("1")]);
  deepStrictEqual([told, failures, bus.sinkFailures], [["NODE_TX"], ["store NODE_TX Error: disk full"], 1]);
});
