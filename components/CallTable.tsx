import { formatTimer, isAtLeast, outcomeOf, partyText, wasTalkingAlready } from "../lib/client/mod.ts";
import type { CallEntry } from "../lib/wire/mod.ts";
import { CallPartyText } from "./CallParty.tsx";
import { ShortInstant } from "./exact_time.tsx";
import { RunningTimer } from "./time.tsx";

/** Where the page of a call is. */
export function callHref(calls: string, call: Pick<CallEntry, "id" | "server">): string {
  return `${calls}/${encodeURIComponent(call.id)}?${new URLSearchParams({ server: call.server })}`;
}

interface CallTableProps {
  readonly entries: readonly CallEntry[];
  /** Address of the list of calls, without a slash at the end. */
  readonly calls: string;
}

/** What a call is doing or became, in words, with a mark beside them. */
export function CallOutcome({ call }: { readonly call: CallEntry }) {
  const { words, tone } = outcomeOf(call);
  return (
    <span class="call-outcome" data-tone={tone} data-state={call.state}>
      <span class="call-mark" aria-hidden="true" />
      {words}
    </span>
  );
}

function CallLink({ call, calls, label }: { call: CallEntry; calls: string; label: string }) {
  return (
    <a
      class="call-link"
      href={callHref(calls, call)}
      aria-label={`${label}, ${partyText(call.from)} to ${partyText(call.to)}`}
    >
      {label}
    </a>
  );
}

/** Calls that are up: who with whom, what they are doing, and for how long. */
export function LiveCallTable(
  { entries, calls, frozen, away }: CallTableProps & {
    readonly frozen: boolean;
    /** Servers that are not connected: the clocks of their calls stand. */
    readonly away: readonly string[];
  },
) {
  return (
    <table class="call-table" role="table" aria-label="Calls that are up" data-frozen={frozen ? "yes" : "no"}>
      <thead role="rowgroup">
        <tr role="row">
          {["From", "To", "State", "For", "Course"].map((name) => (
            <th key={name} role="columnheader" scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {entries.map((call) => (
          <tr
            key={`${call.server} ${call.call_id}`}
            role="row"
            data-call={call.call_id}
            data-frozen={away.includes(call.server) ? "yes" : "no"}
          >
            <td role="cell" class="call-from">
              <CallPartyText party={call.from} />
            </td>
            <td role="cell" class="call-to">
              <CallPartyText party={call.to} />
            </td>
            <td role="cell" class="call-state">
              <CallOutcome call={call} />
            </td>
            <td role="cell" class="call-clock">
              <CallClock call={call} heard={!away.includes(call.server)} />
            </td>
            <td role="cell" class="call-more">
              <CallLink call={call} calls={calls} label="Course" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Talk counts from the answer, whatever holds came between; everything else from when that state began. */
export function clockOf(call: CallEntry): number {
  return Date.parse(call.state === "connected" ? call.answered_at ?? call.since : call.since);
}

/** How long it goes; since when, where nobody tells whether it still does. */
export function CallClock({ call, heard }: { readonly call: CallEntry; readonly heard: boolean }) {
  if (heard) {
    const isPartOfIt = call.state === "connected" && wasTalkingAlready(call);
    return (
      <>
        {isPartOfIt && "at least "}
        <RunningTimer atMs={clockOf(call)} />
      </>
    );
  }
  return (
    <>
      since <ShortInstant atMs={clockOf(call)} />
    </>
  );
}

/** Calls that are over. */
export function PastCallTable({ entries, calls }: CallTableProps) {
  return (
    <table class="call-table" role="table" aria-label="Calls that are over">
      <thead role="rowgroup">
        <tr role="row">
          {["Began", "From", "To", "Result", "Talked", "Course"].map((name) => (
            <th key={name} role="columnheader" scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {entries.map((call) => (
          <tr key={`${call.server} ${call.call_id} ${call.started_at}`} role="row" data-call={call.call_id}>
            <td role="cell" class="call-began">
              <ShortInstant atMs={Date.parse(call.started_at)} />
            </td>
            <td role="cell" class="call-from">
              <CallPartyText party={call.from} />
            </td>
            <td role="cell" class="call-to">
              <CallPartyText party={call.to} />
            </td>
            <td role="cell" class="call-state">
              <CallOutcome call={call} />
            </td>
            <td role="cell" class="call-clock num">
              {call.answered_at === null
                ? <span class="dim">none</span>
                : isAtLeast(call) && !call.talk_seconds
                ? <span class="dim">not known</span>
                : `${isAtLeast(call) ? "at least " : ""}${formatTimer(call.talk_seconds)}`}
            </td>
            <td role="cell" class="call-more">
              <CallLink call={call} calls={calls} label="Course" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
