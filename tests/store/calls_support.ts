import { createCorrelator } from "../../lib/calls/mod.ts";
import type { CallPayload, CallSnapshot, DomainEvent } from "../../lib/wire/mod.ts";
import { SIMPLE } from "../calls/corpus/simple.ts";
import type { Story } from "../calls/corpus/story.ts";
import { iso, T0 } from "./events.ts";

/** A call as the correlator shows it: up since `T0`. */
export function snapshot(fields: Partial<CallSnapshot> = {}): CallSnapshot {
  return {
    server: "asterisk",
    callId: "1.1",
    state: "ringing",
    sinceMs: T0,
    from: { extension: "100", name: "Front Desk" },
    to: { extension: "101", name: "Alice" },
    startedAtMs: T0,
    ringingAtMs: T0,
    answeredAtMs: null,
    endedAtMs: null,
    adopted: false,
    queue: null,
    legs: [],
    droppedLegs: 0,
    ...fields,
  };
}

/** What is told of a call. */
export function told(
  call: CallSnapshot,
  payload: Partial<CallPayload> & Pick<CallPayload, "event">,
  atMs: number,
) {
  const message = {
    description: "",
    call_id: call.callId,
    from: call.from,
    to: call.to,
    timestamp: iso(atMs),
    ...END,
    ...payload,
  };
  // With the fields of every kind it is one of them, whichever `event` says.
  return {
    kind: "CALL_STATE",
    atMs,
    server: call.server,
    call,
    data: message as CallPayload,
  } satisfies DomainEvent;
}

const END = {
  ring_duration_seconds: 0,
  cause: "normal_clearing",
  cause_description: "The call was hung up normally by one of the parties",
  cause_code: 16,
  talk_duration_seconds: 0,
  total_duration_seconds: 0,
};

/** The call rings. */
export function rings(fields: Partial<CallSnapshot> = {}, atMs = T0): DomainEvent {
  return told(snapshot({ startedAtMs: atMs, ringingAtMs: atMs, sinceMs: atMs, ...fields }), {
    event: "ringing",
  }, atMs);
}

/** A person answers it. */
export function answers(atMs: number, fields: Partial<CallSnapshot> = {}): DomainEvent {
  const call = snapshot({ state: "connected", sinceMs: atMs, answeredAtMs: atMs, ...fields });
  return told(call, { event: "answered" }, atMs);
}

/** It is over. */
export function ends(
  atMs: number,
  fields: Partial<CallSnapshot> = {},
  payload: Partial<Extract<CallPayload, { event: "hungup" }>> = {},
): DomainEvent {
  const call = snapshot({ state: "ended", sinceMs: atMs, endedAtMs: atMs, ...fields });
  return told(call, { ...payload, event: "hungup" }, atMs);
}

/** A call of the corpus by the beginning of its name. */
export function storyOf(name: string, stories: readonly Story[] = SIMPLE): Story {
  const story = stories.find((each) => each.name.startsWith(name));
  if (story === undefined) throw new Error(`find a story, none begins so: ${name}`);
  return story;
}

/** Everything that is told of a story, as the bus carries it. */
export function eventsOf(story: Story): readonly DomainEvent[] {
  const correlator = createCorrelator({ server: "asterisk" });
  return story.events.flatMap((event) => correlator.apply(event, event.atMs)).map((
    { payload, ...context },
  ) => ({
    kind: "CALL_STATE" as const,
    data: payload,
    ...context,
  }));
}
