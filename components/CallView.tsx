import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import {
  callSteps,
  formatTimer,
  isAtLeast,
  isFrozen,
  type NexusState,
  outcomeOf,
  partyName,
  partyText,
  wasTalkingAlready,
} from "../lib/client/mod.ts";
import type { CallDetail, CallLegEntry } from "../lib/wire/mod.ts";
import { AwayBanner } from "./AwayBanner.tsx";
import { CallPartyText } from "./CallParty.tsx";
import { CallClock, CallOutcome } from "./CallTable.tsx";
import { NexusBadge } from "./NexusBadge.tsx";
import { Exact, ShortInstant } from "./exact_time.tsx";
import { ServerNow } from "./time.tsx";

/** What the page of one call is made of, on the server and in the browser. */
export interface CallViewProps {
  readonly call: ReadonlySignal<CallDetail>;
  /** Nexus does not know the call any more: it is older than calls are kept. */
  readonly gone: ReadonlySignal<boolean>;
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
}

/** One call: who with whom, how it went, and who took part. */
export function CallView({ call, gone, now, nexus }: CallViewProps) {
  const shownNow = useComputed(() =>
    isFrozen(nexus.value) ? Math.min(now.value, nexus.value.lastMessageAtMs) : now.value
  );
  const detail = call.value;
  const isUp = detail.state !== "ended";
  return (
    <ServerNow.Provider value={now}>
      <section class="connections" aria-label="Connections">
        <ul class="connections-list">
          <NexusBadge nexus={nexus} />
        </ul>
      </section>
      <div class="call-notes" role="status">
        {isUp && !detail.heard && (
          <p class="call-note" data-tone="busy">
            No connection to {detail.server}: whether the call is still up is not known.
          </p>
        )}
        {gone.value && (
          <p class="call-note" data-tone="busy">
            Nexus does not keep this call any more. Below is what was known before.
          </p>
        )}
      </div>
      <ServerNow.Provider value={shownNow}>
        <CallFacts call={detail} frozen={isFrozen(nexus.value) || !detail.heard} />
        <CallCourse call={detail} />
        <CallLegs call={detail} />
      </ServerNow.Provider>
      <AwayBanner nexus={nexus} />
    </ServerNow.Provider>
  );
}

function CallFacts({ call, frozen }: { readonly call: CallDetail; readonly frozen: boolean }) {
  const isUp = call.state !== "ended";
  const { words } = outcomeOf(call);
  return (
    <section
      class="panel call-facts"
      aria-labelledby="call-title"
      data-frozen={isUp && frozen ? "yes" : "no"}
    >
      <h2 id="call-title">
        {partyName(call.from)} <span aria-hidden="true">→</span>
        <span class="sr-only">to</span> {partyName(call.to)}
      </h2>
      <p class="sr-only" role="status">{words}</p>
      <dl class="call-list">
        <Fact name={isUp ? "State" : "Result"}>
          <CallOutcome call={call} />
          {isUp && (
            <>
              {" "}
              <span class="call-clock">
                <CallClock call={call} heard={call.heard} />
              </span>
            </>
          )}
        </Fact>
        <Fact name="From">
          <CallPartyText party={call.from} />
        </Fact>
        <Fact name="To">
          <CallPartyText party={call.to} />
        </Fact>
        <Fact name="Began">
          <Exact atMs={Date.parse(call.started_at)} />
        </Fact>
        {call.answered_at !== null && (
          <Fact name={wasTalkingAlready(call) ? "Seen first" : "Answered"}>
            <Exact atMs={Date.parse(call.answered_at)} />
          </Fact>
        )}
        {call.ended_at !== null && (
          <Fact name={call.cause === "lost" ? "Last seen" : "Ended"}>
            <Exact atMs={Date.parse(call.ended_at)} />
          </Fact>
        )}
        {call.answered_at !== null && call.talk_seconds !== null && (
          <Fact name={isAtLeast(call) && call.talk_seconds > 0 ? "Talked at least" : "Talked"}>
            {isAtLeast(call) && call.talk_seconds === 0
              ? "not known"
              : <span class="num">{formatTimer(call.talk_seconds)}</span>}
          </Fact>
        )}
        {call.cause_description !== null && <Fact name="Why it ended">{call.cause_description}</Fact>}
        {call.queue !== null && <Fact name="Queue">{call.queue}</Fact>}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CallCourse({ call }: { readonly call: CallDetail }) {
  return (
    <section class="panel" aria-labelledby="call-course">
      <h2 id="call-course">Course</h2>
      <ol class="call-course">
        {callSteps(call).map((step, index) => (
          <li key={index} data-kind={step.kind}>
            <ShortInstant atMs={step.atMs} to="second" />
            <span>{step.text}</span>
          </li>
        ))}
      </ol>
      {call.dropped_events > 0 && (
        <p class="empty">{call.dropped_events} further events are not kept; this call had too many.</p>
      )}
    </section>
  );
}

function CallLegs({ call }: { readonly call: CallDetail }) {
  if (call.legs.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="call-legs">
      <h2 id="call-legs">Phones and lines</h2>
      <ul class="call-legs">
        {call.legs.map((leg) => (
          <li key={leg.channel + leg.started_at}>
            <b>{partyText(leg.party)}</b> <span class="dim">{legWords(leg, call)}</span>
          </li>
        ))}
      </ul>
      {call.dropped_legs > 0 && <p class="empty">{call.dropped_legs} further phones were rung.</p>}
      <details class="call-technical">
        <summary>For those who know Asterisk</summary>
        <dl class="call-list">
          <Fact name="Server">{call.server}</Fact>
          <Fact name="Linkedid">{call.call_id}</Fact>
          {call.cause !== null && (
            <Fact name="Cause">
              {call.cause} ({call.cause_code})
            </Fact>
          )}
          {call.legs.map((leg) => (
            <Fact key={leg.channel + leg.started_at} name={leg.channel}>
              {leg.role} over {leg.technology},{" "}
              {leg.cause_code === null ? "no cause" : `cause ${leg.cause_code}`}
            </Fact>
          ))}
        </dl>
      </details>
    </section>
  );
}

/** What one phone had to do with the call. */
function legWords(leg: CallLegEntry, call: CallDetail): string {
  const isUp = call.state !== "ended";
  if (leg.role === "caller") return "made the call";
  if (leg.answered_at === null) {
    if (leg.ended_at === null && isUp) return "is being rung";
    return leg.ringing_at === null ? "was not reached" : "was rung";
  }
  if (leg.ended_at === null) return isUp ? "answered" : "answered, and went on in another call";
  const seconds = (Date.parse(leg.ended_at) - Date.parse(leg.answered_at)) / 1_000;
  return `answered, on the phone for ${formatTimer(seconds)}`;
}
