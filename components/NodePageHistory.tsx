import type { ReadonlySignal } from "@preact/signals";
import { calledName, counted, formatSpan, formatTimer } from "../lib/client/mod.ts";
import type { DayEntry, HeardEntry, NodeHistory, SessionEntry } from "../lib/wire/mod.ts";
import { useHeld } from "./holding.ts";
import { ShortInstant, ZoneName } from "./exact_time.tsx";

/** Sessions listed; the rest is in the API. */
const SESSIONS = 20;

/** Transmissions listed of one link. */
const HEARD_OF_ONE = 10;

/** What was heard through a node, out of the database: by day, by connection, by link. */
export function NodePageHistory(props: { readonly history: ReadonlySignal<NodeHistory> }) {
  const { shown, listeners } = useHeld(props.history);
  const history = shown.value;
  const nowMs = Date.parse(history.generated_at);
  return (
    <section class="panel" aria-labelledby="history">
      <h2 id="history">History</h2>
      <p class="as-of">
        As of <ShortInstant atMs={nowMs} to="second" />. Times in <ZoneName atMs={nowMs} />, days in UTC
      </p>
      <div class="history" {...listeners}>
        <section aria-labelledby="history-days">
          <h3 id="history-days">Talk by day</h3>
          <Days days={history.days} />
        </section>
        <section aria-labelledby="history-sessions">
          <h3 id="history-sessions">Sessions</h3>
          <Sessions sessions={history.sessions} nowMs={nowMs} />
        </section>
        <section aria-labelledby="history-heard">
          <h3 id="history-heard">Last transmissions by link</h3>
          <Heard history={history} nowMs={nowMs} />
        </section>
      </div>
    </section>
  );
}

function Days({ days }: { readonly days: readonly DayEntry[] }) {
  const longest = Math.max(...days.map((day) => day.tx_seconds), 0);
  // Before the first day with talk there is nothing to see.
  const shown = days.slice(0, days.findLastIndex((day) => day.count > 0) + 1);
  if (longest === 0) return <p class="quiet-note">Nobody has talked in these {days.length} days</p>;
  return (
    <table class="days">
      <caption class="sr-only">Talk time and transmissions by day, UTC, newest first</caption>
      <thead class="sr-only">
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Talk</th>
          <th scope="col">Transmissions</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((day) => <Day key={day.day} day={day} share={day.tx_seconds / longest} />)}
      </tbody>
    </table>
  );
}

function Day({ day, share }: { readonly day: DayEntry; readonly share: number }) {
  return (
    <tr>
      <th scope="row" class="num">{day.day}</th>
      <td class="days-bar" aria-hidden="true">
        <svg class="share" viewBox="0 0 100 2" preserveAspectRatio="none">
          <rect width="100" height="2" class="share-all" />
          <rect width={(share * 100).toFixed(1)} height="2" class="share-part" />
        </svg>
      </td>
      <td class="num">{formatTimer(day.tx_seconds)}</td>
      <td class="num dim" title="Transmissions">{day.count}×</td>
    </tr>
  );
}

function Sessions(
  { sessions, nowMs }: { readonly sessions: readonly SessionEntry[]; readonly nowMs: number },
) {
  if (sessions.length === 0) return <p class="quiet-note">No session is remembered</p>;
  return (
    <ol class="sessions">
      {sessions.slice(0, SESSIONS).map((session) => (
        <li key={`${session.node} ${session.connected_at}`}>
          <Named of={session} />
          <SessionTimes session={session} nowMs={nowMs} />
        </li>
      ))}
    </ol>
  );
}

function SessionTimes({ session, nowMs }: { readonly session: SessionEntry; readonly nowMs: number }) {
  const fromMs = Date.parse(session.connected_at);
  const untilMs = session.ended_at === null ? null : Date.parse(session.ended_at);
  return (
    <span class="session-times">
      <ShortInstant atMs={fromMs} /> {untilMs === null ? <b>until now</b> : (
        <>
          to <ShortInstant atMs={untilMs} />
        </>
      )}, {formatSpan(((untilMs ?? nowMs) - fromMs) / 1_000)}, talked{" "}
      <span class="num">{formatTimer(session.tx_seconds)}</span>
    </span>
  );
}

/** Who it is: number and name. */
function Named(props: {
  readonly of: {
    readonly node: string;
    readonly callsign: string | null;
    readonly description: string | null;
  };
}) {
  const name = calledName(props.of);
  return (
    <span class="session-who">
      <b class="num">{props.of.node}</b>
      {name !== props.of.node && (
        <>
          {" "}
          <bdi class="callsign">{name}</bdi>
        </>
      )}
    </span>
  );
}

function Heard({ history, nowMs }: { readonly history: NodeHistory; readonly nowMs: number }) {
  const links = byNode(history.transmissions);
  if (links.size === 0) return <p class="quiet-note">Nobody has been heard in the last 7 days</p>;
  return (
    <ul class="heard">
      {[...links].map(([node, heard]) => (
        <li key={node}>
          <HeardOfOne local={node === history.node_id} heard={heard} nowMs={nowMs} />
        </li>
      ))}
    </ul>
  );
}

/** By link, the one heard last first: the list comes newest first. */
function byNode(transmissions: readonly HeardEntry[]): ReadonlyMap<string, readonly HeardEntry[]> {
  const links = new Map<string, HeardEntry[]>();
  for (const each of transmissions) {
    const list = links.get(each.node);
    if (list) list.push(each);
    else links.set(each.node, [each]);
  }
  return links;
}

function HeardOfOne(props: {
  readonly local: boolean;
  readonly heard: readonly HeardEntry[];
  readonly nowMs: number;
}) {
  const { local, heard, nowMs } = props;
  const [last] = heard;
  if (!last) return null;
  return (
    <details class="heard-of-one">
      <summary>
        {local ? <b>Local receiver</b> : <Named of={last} />}{" "}
        <span class="dim">
          {counted(heard.length, "transmission", "transmissions")}, last{" "}
          <ShortInstant atMs={Date.parse(last.started_at)} />
        </span>
      </summary>
      <ol>
        {heard.slice(0, HEARD_OF_ONE).map((each) => (
          <li key={each.started_at}>
            <ShortInstant atMs={Date.parse(each.started_at)} to="second" />{" "}
            <span class="num">{lengthOf(each, nowMs)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Short keyings count to the tenth: a kerchunk of 0.4 s is not nothing. */
function lengthOf({ started_at, ended_at }: HeardEntry, nowMs: number): string {
  const seconds = ((ended_at === null ? nowMs : Date.parse(ended_at)) - Date.parse(started_at)) / 1_000;
  const text = seconds >= 0 && seconds < 10 ? `${seconds.toFixed(1)}\u00a0s` : formatTimer(seconds);
  return ended_at === null ? `${text}, talks now` : text;
}
