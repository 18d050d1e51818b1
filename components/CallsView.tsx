import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  callsAddress,
  callsQuery,
  type CallsSearch,
  counted,
  instantStyle,
  isFrozen,
  mistakeText,
  type NexusState,
  type SearchMistake,
} from "../lib/client/mod.ts";
import type { CallsAnswer } from "../lib/wire/mod.ts";
import { AwayBanner } from "./AwayBanner.tsx";
import { CallSearch } from "./CallSearch.tsx";
import { LiveCallTable, PastCallTable } from "./CallTable.tsx";
import { NexusBadge } from "./NexusBadge.tsx";
import { ZoneName } from "./exact_time.tsx";
import { ServerNow } from "./time.tsx";

/** What the page of calls is made of, on the server and in the browser. */
export interface CallsViewProps {
  readonly answer: ReadonlySignal<CallsAnswer>;
  /** The last reading brought nothing. */
  readonly failed: ReadonlySignal<boolean>;
  readonly search: ReadonlySignal<CallsSearch>;
  /** What the address asked for and cannot have. */
  readonly mistakes: ReadonlySignal<readonly SearchMistake[]>;
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  readonly onChange?: (change: Partial<CallsSearch>) => void;
  readonly onSubmit?: (event: Event) => void;
}

/** Calls that are up, and those that are over, to be searched. */
export function CallsView(props: CallsViewProps) {
  const { now, nexus, answer } = props;
  const shownNow = useComputed(() =>
    isFrozen(nexus.value) ? Math.min(now.value, nexus.value.lastMessageAtMs) : now.value
  );
  return (
    <ServerNow.Provider value={now}>
      <section class="connections" aria-label="Connections">
        <ul class="connections-list">
          <NexusBadge nexus={nexus} />
        </ul>
      </section>
      <CallNotes answer={answer} />
      <ServerNow.Provider value={shownNow}>
        <LiveCalls {...props} />
        <PastCalls {...props} />
      </ServerNow.Provider>
      <AwayBanner nexus={nexus} />
    </ServerNow.Provider>
  );
}

/** What makes the page less than whole: a server that is away or tells nothing, a database that takes nothing. */
function CallNotes({ answer }: Pick<CallsViewProps, "answer">) {
  const { away, untold, recorded } = answer.value;
  return (
    <div class="call-notes" role="status">
      {away.length > 0 && (
        <p class="call-note" data-tone="busy">
          No connection to{" "}
          {away.join(", ")}: whether calls there are still up is not known, and new ones are not seen.
        </p>
      )}
      {untold.length > 0 && (
        <p class="call-note" data-tone="busy">
          Nothing is known of calls on{" "}
          {untold.join(", ")}: an Asterisk older than 12 does not say which call its events belong to.
        </p>
      )}
      {!recorded && (
        <p class="call-note" data-tone="bad">
          Not recorded: the database takes nothing at the moment. Calls are shown as they happen, and kept
          until it does.
        </p>
      )}
    </div>
  );
}

function LiveCalls({ answer, nexus, basePath, search }: CallsViewProps) {
  const { live, away, untold } = answer.value;
  const isFirst = search.value.cursor === "";
  const summary = useComputed(() => counted(answer.value.live.length, "call is up", "calls are up"));
  if (!isFirst) return null;
  return (
    <section class="panel calls-live" aria-labelledby="calls-live">
      <h2 id="calls-live">Now</h2>
      <p class="sr-only" role="status">{live.length > 0 ? summary : "No call is up"}</p>
      {live.length === 0
        ? <p class="empty">{emptyLive(search.value, away.length > 0, untold.length > 0)}</p>
        : (
          <LiveCallTable
            entries={live}
            calls={`${basePath}/calls`}
            frozen={isFrozen(nexus.value)}
            away={away}
          />
        )}
    </section>
  );
}

function emptyLive({ q, cause, day }: CallsSearch, isAway: boolean, isUntold: boolean): string {
  if (q + cause + day !== "") return "No call that is up matches.";
  if (isUntold) return "No call is known of.";
  return isAway ? "No call was up when the connection was lost." : "Nobody is on the phone.";
}

function PastCalls(props: CallsViewProps) {
  const { answer, search, basePath, failed } = props;
  const { calls, next } = answer.value;
  const asked = search.value;
  const list = `${basePath}/calls`;
  return (
    <section class="panel calls-past" aria-labelledby="calls-past">
      <h2 id="calls-past">Before</h2>
      <CallSearch search={asked} calls={list} onChange={props.onChange} onSubmit={props.onSubmit} />
      <div class="call-notes" role="status">
        {props.mistakes.value.map((mistake) => (
          <p key={mistake.field} class="call-note" data-tone="bad">{mistakeText(mistake)}</p>
        ))}
      </div>
      <p class="call-count" role="status">{sentence(props)}</p>
      {calls.length > 0 && <PastCallTable entries={calls} calls={list} />}
      <nav class="call-pages" aria-label="Pages of calls">
        {asked.cursor !== "" && (
          <a class="button" href={`${list}${callsAddress({ ...asked, cursor: "" })}`}>Newest</a>
        )}
        {next !== null && (
          <a class="button" href={`${list}${callsAddress({ ...asked, cursor: next })}`} rel="next">Older</a>
        )}
        {calls.length > 0 && !failed.value && (
          <a class="button call-csv" href={`${basePath}/api/calls.csv${tableQuery(asked)}`} download>
            Table (CSV)
          </a>
        )}
      </nav>
    </section>
  );
}

function sentence({ answer, search, failed }: CallsViewProps) {
  const { calls, next } = answer.value;
  const { q, day, cause, cursor } = search.value;
  if (failed.value) return "Nexus does not answer; what is shown may be old. It is asked again.";
  if (calls.length === 0) {
    if (q + day + cause !== "") return "No call found. Try part of a number or name, or another day.";
    return cursor === "" ? "No calls yet. They stand here once they are over." : "No older calls.";
  }
  const shown = next === null
    ? counted(calls.length, "call", "calls")
    : `${calls.length} calls, and there are older ones`;
  return (
    <>
      {shown}, newest first. Times are <ZoneName atMs={Date.parse(answer.value.generated_at)} />.
    </>
  );
}

/** The whole table for a search, however many pages it has. */
function tableQuery(search: CallsSearch): string {
  const params = new URLSearchParams(callsQuery({ ...search, cursor: "" }, instantStyle.value));
  params.delete("limit");
  return params.size === 0 ? "" : `?${params}`;
}
