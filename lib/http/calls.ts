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
export type CallsSource = Pick<Services, "callHistory" | "liveCalls" | "servers" | "health">;

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
  const isUp = new Set(up.map(({ server, callId }) => `${server}\n${callId}`));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    live: isFirst && state !== "past" ? liveEntries(up, query) : [],
    calls: shown.filter((call) => call.cause !== "lost" || !isUp.has(`${call.server}\n${call.callId}`)).map(
      pastEntry,
    ),
    away: source.servers().filter(({ state }) => state !== "connected").map(({ server }) => server),
    recorded: source.health().database.state === "ok",
    next: rows.length > limit && last ? `${last.startedAtMs}~${last.callId}~${last.server}` : null,
    generated_at: iso(nowMs),
  };
}

/** Calls that are over, as many as are asked for. */
export function pastCalls(source: CallsSource, asked: CallsAsked, limit: number): readonly CallEntry[] {
  return source.callHistory.pastCalls({ ...queryOf(asked), limit }).map(pastEntry);
}

/** One call with its course, as it is now where it is up; undefined for one that nobody knows. */
export function callDetail(
  source: CallsSource,
  callId: string,
  server: string | null,
  nowMs: number,
): CallDetail | undefined {
  const isIt = (call: CallSnapshot) => call.callId === callId && (server === null || call.server === server);
  const live = source.liveCalls().filter(isIt).at(-1);
  const heard = (name: string) =>
    source.servers().some((one) => one.server === name && one.state === "connected");
  const stored = source.callHistory.callOf(callId, live?.server ?? server ?? undefined);
  if (live) {
    const isSame = stored !== undefined && (stored.endedAtMs === null || stored.cause === "lost");
    return {
      ...liveEntry(live),
      ...isSame ? before(stored) : {},
      events: isSame ? stored.events : [],
      dropped_events: isSame ? stored.droppedEvents : 0,
      legs: live.legs.map(legEntry),
      dropped_legs: live.droppedLegs,
      heard: heard(live.server),
      generated_at: iso(nowMs),
    };
  }
  return stored && {
    ...pastEntry(stored),
    events: stored.events,
    dropped_events: stored.droppedEvents,
    legs: stored.legs.map(legEntry),
    dropped_legs: stored.droppedLegs,
    heard: heard(stored.server),
    generated_at: iso(nowMs),
  };
}

/** What is known of a live call from before this run of Nexus. */
function before(stored: StoredCall): Pick<CallEntry, "started_at" | "ringing_at" | "answered_at"> {
  return {
    started_at: iso(stored.startedAtMs),
    ringing_at: isoOrNull(stored.ringingAtMs),
    answered_at: isoOrNull(stored.answeredAtMs),
  };
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
  ).sort((one, other) => other.startedAtMs - one.startedAtMs).map(liveEntry);
}

function liveEntry(call: CallSnapshot): CallEntry {
  return {
    call_id: call.callId,
    server: call.server,
    state: call.state,
    since: iso(call.sinceMs),
    from: call.from,
    to: call.to,
    queue: call.queue,
    started_at: iso(call.startedAtMs),
    ringing_at: isoOrNull(call.ringingAtMs),
    answered_at: isoOrNull(call.answeredAtMs),
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

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : iso(atMs);
}
