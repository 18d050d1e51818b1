import {
  type Bound,
  type CallMoment,
  type CallPayload,
  type CallSnapshot,
  type DomainEvent,
  hasWords,
  searchedText,
  searchWords,
} from "../wire/mod.ts";
import { BoundedMap } from "./bounded_map.ts";
import { clippedParty, clippedTarget, heldText } from "./call_facts.ts";
import { newestCallFirst } from "./call_order.ts";
import type { CallName, CallsQuery, StoredCallDetail } from "./call_types.ts";

/** Ended calls that wait to be written at most; reached only while the disk fails. The oldest make room. */
const MAX_WAITING = 5_000;

/** Calls that are up at once at most, over all servers. */
const MAX_RUNNING = 10_000;

/** What happened to one call that is kept; of more, what came after the first is let go. */
const MAX_EVENTS = 100;

/** The beginning of a call stays whatever comes. */
const FIRST_KEPT = 10;

/** Legs of one call that are kept; the first are those that matter. */
const MAX_LEGS = 40;

type CallStateEvent = Extract<DomainEvent, { readonly kind: "CALL_STATE" }>;

/** What is stored of a call when this run hears of it for the first time; undefined for one that is new. */
export type RecallCall = (server: string, callId: string) => StoredCallDetail | undefined;

/** Calls that are up or wait to be written. No clock, no I/O but `recall`. */
export class CallLedger {
  readonly #running = new BoundedMap<StoredCallDetail>(MAX_RUNNING);
  readonly #changed = new Set<string>();
  readonly #ended = new BoundedMap<StoredCallDetail>(MAX_WAITING);

  constructor(private readonly recall: RecallCall) {}

  /** Rows that wait because something changed. */
  get pending(): number {
    return this.#changed.size + this.#ended.size;
  }

  /** How much runs and waits. */
  get bounds(): readonly Bound[] {
    let [events, legs] = [0, 0];
    for (const call of this.#running.values()) {
      events = Math.max(events, call.events.length);
      legs = Math.max(legs, call.legs.length);
    }
    return [
      { name: "database_call_events", used: events, limit: MAX_EVENTS },
      { name: "database_call_legs", used: legs, limit: MAX_LEGS },
      this.#ended.bound("database_waiting_calls"),
      this.#running.bound("database_running_calls"),
    ];
  }

  /** Rows given up because too many waited. */
  get dropped(): number {
    return this.#running.dropped + this.#ended.dropped;
  }

  /** Servers with a call that is up. */
  runningServers(): ReadonlySet<string> {
    return new Set([...this.#running.values()].map(({ server }) => server));
  }

  /** Takes what is told of a call. */
  take(event: CallStateEvent): void {
    const { server, call, data } = event;
    const key = keyOf(server, data.call_id);
    const known = this.#running.get(key) ?? this.#continued(call);
    const next = followed(known, call, data);
    if (next.endedAtMs === null) {
      const lost = this.#running.put(key, next);
      if (lost) this.#changed.delete(keyOf(lost.server, lost.callId));
      this.#changed.add(key);
      return;
    }
    this.#running.delete(key);
    this.#changed.delete(key);
    this.#ended.put(`${key}\n${next.startedAtMs}`, next);
  }

  /** Whether a stored call is one that is up. */
  isUp({ server, callId, startedAtMs }: CallName): boolean {
    return this.#running.get(keyOf(server, callId))?.startedAtMs === startedAtMs;
  }

  /** The newest call of an id that is up or waits, of those that began at `begunByMs` or before. */
  get(callId: string, server?: string, begunByMs = Infinity): StoredCallDetail | undefined {
    const isIt = (call: StoredCallDetail) =>
      call.callId === callId && (server === undefined || call.server === server) &&
      call.startedAtMs <= begunByMs;
    const waiting = [...this.#running.values(), ...this.#ended.values()].filter(isIt);
    return waiting.sort(newestCallFirst)[0];
  }

  /** Ended calls that wait and are asked for. */
  ended({ text = "", cause, sinceMs = -Infinity, untilMs = Infinity, after }: CallsQuery) {
    const words = searchWords(text);
    return [...this.#ended.values()].filter((call) =>
      call.startedAtMs >= sinceMs && call.startedAtMs < untilMs &&
      (cause === undefined || call.cause === cause) &&
      (after === undefined || newestCallFirst(after, call) < 0) &&
      hasWords(searchedText(call), words)
    );
  }

  /** Rows to be written. */
  writes(): readonly StoredCallDetail[] {
    const changed = [...this.#changed].flatMap((key) => this.#running.get(key) ?? []);
    return [...this.#ended.values(), ...changed];
  }

  /** Takes that everything was written. */
  written(): void {
    this.#changed.clear();
    this.#ended.clear();
  }

  /** A call that was up already when this run began goes on in its row, whatever that says of its end. */
  #continued(call: CallSnapshot): StoredCallDetail | undefined {
    if (!call.adopted) return undefined;
    const stored = this.recall(call.server, call.callId);
    const isOver = stored !== undefined && stored.endedAtMs !== null && stored.cause !== "lost";
    return isOver ? undefined : stored;
  }
}

function keyOf(server: string, callId: string): string {
  return `${server}\n${callId}`;
}

/** The call after a message: what was known before it began to be told of stays. */
function followed(
  known: StoredCallDetail | undefined,
  call: CallSnapshot,
  payload: CallPayload,
): StoredCallDetail {
  const events = [...known?.events ?? [], momentOf(payload)];
  const tooMany = Math.max(0, events.length - MAX_EVENTS);
  events.splice(FIRST_KEPT, tooMany);
  const answeredAtMs = known?.answeredAtMs ?? call.answeredAtMs;
  return {
    server: call.server,
    callId: call.callId,
    startedAtMs: known?.startedAtMs ?? call.startedAtMs,
    from: clippedParty(payload.from),
    to: clippedTarget(payload.to),
    queue: call.queue === null ? known?.queue ?? null : heldText(call.queue),
    adopted: known?.adopted ?? call.adopted,
    ringingAtMs: known?.ringingAtMs ?? call.ringingAtMs,
    answeredAtMs,
    ...endOf(known, call, payload, answeredAtMs),
    events,
    droppedEvents: (known?.droppedEvents ?? 0) + tooMany,
    legs: call.legs.slice(0, MAX_LEGS),
    droppedLegs: call.droppedLegs + Math.max(0, call.legs.length - MAX_LEGS),
  };
}

type End = Pick<
  StoredCallDetail,
  "endedAtMs" | "talkMs" | "totalMs" | "cause" | "causeDescription" | "causeCode"
>;

const NO_END: End = {
  endedAtMs: null,
  talkMs: null,
  totalMs: null,
  cause: null,
  causeDescription: null,
  causeCode: null,
};

function endOf(
  known: StoredCallDetail | undefined,
  call: CallSnapshot,
  payload: CallPayload,
  answeredAtMs: number | null,
): End {
  if (payload.event !== "hungup") return NO_END;
  const endedAtMs = call.endedAtMs ?? Date.parse(payload.timestamp);
  // A call that went on over a restart: its message counts from where it was seen again.
  const isContinued = known !== undefined && known.startedAtMs !== call.startedAtMs;
  const talkMs = isContinued && answeredAtMs !== null
    ? Math.max(0, endedAtMs - answeredAtMs)
    : Math.round(payload.talk_duration_seconds * 1_000);
  const waitingSinceMs = known?.ringingAtMs ?? known?.startedAtMs ?? call.startedAtMs;
  return {
    endedAtMs,
    talkMs,
    totalMs: isContinued
      ? Math.max(talkMs, endedAtMs - waitingSinceMs)
      : Math.round(payload.total_duration_seconds * 1_000),
    cause: payload.cause,
    causeDescription: payload.cause_description,
    causeCode: payload.cause_code,
  };
}

function momentOf(payload: CallPayload): CallMoment {
  const moment = {
    event: payload.event,
    at: payload.timestamp,
    from: clippedParty(payload.from),
    to: clippedTarget(payload.to),
  };
  switch (payload.event) {
    case "held":
      return payload.parking_space === undefined
        ? { ...moment, by: clippedParty(payload.held_by) }
        : { ...moment, by: clippedParty(payload.held_by), parking_space: heldText(payload.parking_space) };
    case "transferred":
      return { ...moment, by: clippedParty(payload.transferred_by), transfer: payload.transfer };
    default:
      return moment;
  }
}
