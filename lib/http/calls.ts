import type { CallsQuery, StoredCall } from "../store/mod.ts";
import {
  type CallDetail,
  type CallEntry,
  type CallLeg,
  type CallLegEntry,
  type CallsAnswer,
  type CallSnapshot,
  hasWords,
  searchedText,
  searchWords,
} from "../wire/mod.ts";
import { badParameter } from "./params.ts";
import type { Services } from "./services.ts";

/** What calls are read from. */
export type CallsSource = Pick<
  Services,
  "callHistory" | "liveCalls" | "serversWithoutCalls" | "servers" | "health"
>;

/** Which calls are asked for, as parameters are read. */
export interface CallsAsked {
  readonly q: string | null;
  readonly cause: string | null;
  /** Where a day begins in UTC, epoch milliseconds. */
  readonly day: number | undefined;
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** Which of them, and how many. */
export interface CallsPage {
  readonly state: "all" | "live" | "past";
  readonly limit: number;
  readonly cursor: string | null;
}

/** Start, id and server of the last call that was shown. */
const CURSOR = /^(\d{1,16})~([A-Za-z0-9._-]+)~(.+)$/;

const DAY_MS = 86_400_000;

/** Calls that are up (on the first page only) and a page of those that are over. Refuses (400) a cursor that is none. */
export function listCalls(
  source: CallsSource,
  asked: CallsAsked,
  page: CallsPage,
  nowMs: number,
): CallsAnswer {
  const { state, limit, cursor } = page;
  const query = queryOf(asked);
  const after = cursor === null ? undefined : cursorOf(cursor);
  const up = source.liveCalls();
  const isFirst = cursor === null && asked.cause === null;
  const rows = state === "live" ? [] : source.callHistory.pastCalls({
    ...query,
    ...after === undefined ? {} : { after },
    limit: limit + 1,
  });
  // A call that was up when Nexus was killed is told as lost until it is seen again; then it is up, and nothing else.
  const isUp = (call: StoredCall) => up.some((live) => goesOn(live, call));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    live: isFirst && state !== "past" ? liveEntries(up, query) : [],
    calls: shown.filter((call) => call.cause !== "lost" || !isUp(call)).map(pastEntry),
    away: source.servers().filter(({ state }) => state !== "connected").map(({ server }) => server),
    untold: source.serversWithoutCalls(),
    recorded: source.health().database.state === "ok",
    next: rows.length > limit && last ? `${last.startedAtMs}~${last.callId}~${last.server}` : null,
    generated_at: iso(nowMs),
  };
}

/** Calls that are over, as many as are asked for. */
export function pastCalls(source: CallsSource, asked: CallsAsked, limit: number): readonly CallEntry[] {
  return source.callHistory.pastCalls({ ...queryOf(asked), limit }).map(pastEntry);
}

/**
 * One call with its course, as it is now where it is up; undefined for one that nobody knows. `id` is that of an entry, or a
 * `call_id`, which means the newest.
 */
export function callDetail(
  source: CallsSource,
  id: string,
  server: string | null,
  nowMs: number,
): CallDetail | undefined {
  const { callId, begunByMs } = nameOf(id);
  const stored = source.callHistory.callOf(callId, server ?? undefined, begunByMs);
  const live = source.liveCalls()
    .filter((call) => call.callId === callId && (server === null || call.server === server))
    .filter((call) => call.startedAtMs <= begunByMs || (stored && goesOn(call, stored)))
    .at(-1);
  const isHeard = (name: string) =>
    source.servers().some((one) => one.server === name && one.state === "connected");
  if (live) {
    const before = stored && goesOn(live, stored) ? stored : undefined;
    return {
      ...liveEntry(live, before),
      events: before?.events ?? [],
      dropped_events: before?.droppedEvents ?? 0,
      legs: live.legs.map(legEntry),
      dropped_legs: live.droppedLegs,
      heard: isHeard(live.server),
      generated_at: iso(nowMs),
    };
  }
  return stored && {
    ...pastEntry(stored),
    events: stored.events,
    dropped_events: stored.droppedEvents,
    legs: stored.legs.map(legEntry),
    dropped_legs: stored.droppedLegs,
    heard: isHeard(stored.server),
    generated_at: iso(nowMs),
  };
}

/** Reads the id of an entry, or a `call_id`. */
function nameOf(id: string): { readonly callId: string; readonly begunByMs: number } {
  const match = /^(.+)~(\d{1,16})$/.exec(id);
  return { callId: match?.[1] ?? id, begunByMs: match ? Number(match[2]) : Infinity };
}

/**
 * Whether a call that is up is one that was stored: open still, or given up as lost when Nexus ended. One that is adopted may be
 * remembered from earlier than its server tells.
 */
function goesOn(live: CallSnapshot, stored: StoredCall): boolean {
  return stored.callId === live.callId && stored.server === live.server &&
    (stored.endedAtMs === null || stored.cause === "lost") &&
    (live.adopted || live.startedAtMs === stored.startedAtMs);
}

function queryOf({ q, cause, day, since, until }: CallsAsked): Omit<CallsQuery, "limit" | "after"> {
  if (since !== undefined && until !== undefined && until <= since) {
    throw badParameter("until", `expected an instant after since: ${iso(until)}`);
  }
  const sinceMs = Math.max(since ?? 0, day ?? 0);
  const untilMs = Math.min(until ?? Infinity, day === undefined ? Infinity : day + DAY_MS);
  return {
    ...q === null ? {} : { text: q },
    ...cause === null ? {} : { cause },
    sinceMs,
    ...untilMs === Infinity ? {} : { untilMs },
  };
}

/** Whether a text is where a page of calls can go on from. */
export function isCallCursor(text: string): boolean {
  return CURSOR.test(text);
}

function cursorOf(text: string): NonNullable<CallsQuery["after"]> {
  const match = CURSOR.exec(text);
  if (!match) throw badParameter("cursor", "expected what `next` was in an answer");
  return { startedAtMs: Number(match[1]), callId: match[2] ?? "", server: match[3] ?? "" };
}

function liveEntries(
  up: readonly CallSnapshot[],
  { text = "", sinceMs = 0, untilMs = Infinity }: Omit<CallsQuery, "limit">,
): readonly CallEntry[] {
  return up.filter((call) =>
    call.state !== "ended" && call.startedAtMs >= sinceMs && call.startedAtMs < untilMs &&
    hasWords(searchedText(call), searchWords(text))
  ).sort((one, other) => other.startedAtMs - one.startedAtMs).map((call) => liveEntry(call));
}

/** `before`: what is known of it from an earlier run. */
function liveEntry(call: CallSnapshot, before?: StoredCall): CallEntry {
  const { startedAtMs, ringingAtMs, answeredAtMs } = before ?? call;
  return {
    id: idOf(call.callId, startedAtMs),
    call_id: call.callId,
    server: call.server,
    state: call.state,
    since: iso(call.sinceMs),
    from: call.from,
    to: call.to,
    queue: call.queue,
    started_at: iso(startedAtMs),
    ringing_at: isoOrNull(ringingAtMs),
    answered_at: isoOrNull(answeredAtMs),
    ended_at: null,
    talk_seconds: null,
    total_seconds: null,
    cause: null,
    cause_description: null,
    cause_code: null,
    adopted: call.adopted,
  };
}

function pastEntry(call: StoredCall): CallEntry {
  return {
    id: idOf(call.callId, call.startedAtMs),
    call_id: call.callId,
    server: call.server,
    // What is remembered as up and is not, ended unseen.
    state: "ended",
    since: iso(call.endedAtMs ?? call.startedAtMs),
    from: call.from,
    to: call.to,
    queue: call.queue,
    started_at: iso(call.startedAtMs),
    ringing_at: isoOrNull(call.ringingAtMs),
    answered_at: isoOrNull(call.answeredAtMs),
    ended_at: isoOrNull(call.endedAtMs),
    talk_seconds: call.talkMs === null ? null : call.talkMs / 1_000,
    total_seconds: call.totalMs === null ? null : call.totalMs / 1_000,
    cause: call.cause,
    cause_description: call.causeDescription,
    cause_code: call.causeCode,
    adopted: call.adopted,
  };
}

function legEntry(leg: CallLeg): CallLegEntry {
  return {
    channel: leg.channel,
    technology: leg.technology,
    party: leg.party,
    role: leg.role,
    started_at: iso(leg.startedAtMs),
    ringing_at: isoOrNull(leg.ringingAtMs),
    answered_at: isoOrNull(leg.answeredAtMs),
    ended_at: isoOrNull(leg.endedAtMs),
    cause_code: leg.causeCode,
  };
}

function idOf(callId: string, startedAtMs: number): string {
  return `${callId}~${startedAtMs}`;
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : iso(atMs);
}
