import { type AmiEvent, type CallChange, type Correlator, createCorrelator } from "../../../lib/calls/mod.ts";
import { Exchange } from "../../../lib/simulator/pbx/exchange.ts";
import type { PbxEvent } from "../../../lib/simulator/pbx/types.ts";
import { who } from "../../calls/corpus/story.ts";

/** An exchange, and a correlator that hears what it tells. */
export interface Listening {
  readonly exchange: Exchange;
  readonly correlator: Correlator;
  /** A line a message: `event from > to`, and how it ended. */
  readonly told: string[];
  /** Lets time pass; gives what time it is then, epoch milliseconds. */
  pass(ms: number): number;
}

/** Makes an exchange and listens to it; `events` gets what it tells. */
export function listening(events: PbxEvent[]): Listening {
  const correlator = createCorrelator({ server: "main" });
  const told: string[] = [];
  let nowMs = Date.UTC(2026, 1, 12);
  const exchange = new Exchange(
    () => nowMs,
    (event) => {
      events.push(event);
      told.push(...correlator.apply(amiEvent(event), nowMs).map(lineOf));
    },
  );
  return { exchange, correlator, told, pass: (ms) => nowMs += ms };
}

/** A message in a line. */
export function lineOf({ payload }: CallChange): string {
  const end = payload.event === "hungup" ? ` ${payload.cause}` : "";
  return `${payload.event} ${who(payload.from)} > ${who(payload.to)}${end}`;
}

/** An event of the exchange as the correlator takes it. */
export function amiEvent({ name, headers }: PbxEvent): AmiEvent {
  const byName = new Map(headers.map(([key, value]) => [key.toLowerCase(), value]));
  return { name, get: (header) => byName.get(header.toLowerCase()) };
}
