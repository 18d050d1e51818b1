import { signal } from "@preact/signals";
import type { CallsSearch, NexusState, SearchMistake } from "../../lib/client/mod.ts";
import type { CallDetail, CallEntry, CallsAnswer } from "../../lib/wire/mod.ts";
import { CallsView } from "../CallsView.tsx";
import { CallView } from "../CallView.tsx";
import type { Plate } from "./plate.tsx";
import { ago, PLATE_AT_MS } from "./samples.ts";

const ALICE = { extension: "101", name: "Alice Anderson" };
const DESK = { extension: "100", name: "Front Desk" };
const BOB = { extension: "102", name: "Bob" };
const CUSTOMER = { extension: "442079460958", name: "Quay Electronics of Saltmere and Harbour Row" };

/** A call that is over after half a minute of talk, changed by `fields`. */
function call(number: number, beganSecondsAgo: number, fields: Partial<CallEntry> = {}): CallEntry {
  const startedAt = ago(beganSecondsAgo);
  return {
    id: `1770888509.${number}~${Date.parse(startedAt)}`,
    call_id: `1770888509.${number}`,
    server: "main",
    state: "ended",
    since: ago(beganSecondsAgo - 36),
    from: DESK,
    to: ALICE,
    queue: null,
    started_at: startedAt,
    ringing_at: startedAt,
    answered_at: ago(beganSecondsAgo - 4),
    ended_at: ago(beganSecondsAgo - 36),
    talk_seconds: 32,
    total_seconds: 36,
    cause: "normal_clearing",
    cause_description: "The call was hung up normally by one of the parties",
    cause_code: 16,
    adopted: false,
    ...fields,
  };
}

const NOT_OVER = {
  ended_at: null,
  talk_seconds: null,
  total_seconds: null,
  cause: null,
  cause_description: null,
  cause_code: null,
} as const;

const UNANSWERED = { answered_at: null, talk_seconds: 0 } as const;

function up(number: number, seconds: number, fields: Partial<CallEntry>): CallEntry {
  return call(number, seconds, { ...NOT_OVER, since: ago(seconds - 4), ...fields });
}

const LIVE: readonly CallEntry[] = [
  up(9, 7, { state: "ringing", from: CUSTOMER, to: { extension: "600", group: "600" }, answered_at: null }),
  up(8, 70, { state: "connected", to: { ...BOB, group: "600" } }),
  up(7, 700, { state: "held", since: ago(64) }),
  up(6, 900, { state: "parked", since: ago(12), from: { extension: "" } }),
  up(5, 3_700, { state: "connected", adopted: true, ringing_at: null, answered_at: ago(1_300) }),
  up(4, 2, { state: "dialing", ringing_at: null, answered_at: null, from: { extension: "" } }),
];

const PAST: readonly CallEntry[] = [
  call(3, 4_000),
  call(2, 8_000, { ...UNANSWERED, from: CUSTOMER, to: { ...BOB, group: "600" }, cause: "no_answer" }),
  call(1, 9_000, { ...UNANSWERED, cause: "cancelled" }),
  call(10, 90_000, { ...UNANSWERED, cause: "mandatory_element_missing" }),
  call(11, 91_000, { cause: "lost" }),
  call(12, 92_000, { adopted: true, ringing_at: null }),
];

const NOTHING_ASKED: CallsSearch = { q: "", day: "", cause: "", cursor: "" };

const AWAY: NexusState = {
  kind: "away",
  lastMessageAtMs: PLATE_AT_MS - 23_000,
  retryAtMs: PLATE_AT_MS + 4_000,
};

/** The page of calls as of the plates' time. */
function calls(
  fields: Partial<CallsAnswer>,
  { nexus = { kind: "live" }, search = {}, mistakes = [], failed = false }: {
    readonly nexus?: NexusState;
    readonly search?: Partial<CallsSearch>;
    readonly mistakes?: readonly SearchMistake[];
    readonly failed?: boolean;
  } = {},
) {
  const answer = { live: LIVE, calls: PAST, away: [], untold: [], recorded: true, next: null };
  return (
    <div class="calls">
      <CallsView
        answer={signal({ ...answer, generated_at: ago(0), ...fields })}
        failed={signal(failed)}
        search={signal({ ...NOTHING_ASKED, ...search })}
        mistakes={signal(mistakes)}
        now={signal(PLATE_AT_MS)}
        nexus={signal(nexus)}
        basePath=""
      />
    </div>
  );
}

const LEG = {
  channel: "PJSIP/100-00000043",
  technology: "PJSIP",
  party: DESK,
  role: "caller",
  started_at: ago(70),
  ringing_at: null,
  answered_at: ago(66),
  ended_at: null,
  cause_code: null,
} as const;

const COURSE: CallDetail = {
  ...call(8, 70, { to: { ...BOB, group: "600" } }),
  events: [
    { event: "ringing", at: ago(70), from: DESK, to: { extension: "600", group: "600" } },
    { event: "answered", at: ago(66), from: DESK, to: { ...ALICE, group: "600" } },
    { event: "held", at: ago(60), from: DESK, to: { ...ALICE, group: "600" }, by: ALICE },
    { event: "transferred", at: ago(52), from: DESK, to: BOB, by: ALICE, transfer: "attended" },
    { event: "resumed", at: ago(52), from: DESK, to: BOB },
    { event: "hungup", at: ago(34), from: DESK, to: BOB },
  ],
  dropped_events: 0,
  legs: [
    { ...LEG, ended_at: ago(34), cause_code: 16 },
    {
      ...LEG,
      channel: "PJSIP/101-00000044",
      party: ALICE,
      role: "called",
      ringing_at: ago(70),
      ended_at: ago(52),
    },
    { ...LEG, channel: "DAHDI/1-1", technology: "DAHDI", party: BOB, role: "called", answered_at: ago(52) },
  ],
  dropped_legs: 3,
  heard: true,
  generated_at: ago(0),
};

const GOING_ON: CallDetail = {
  ...COURSE,
  ...NOT_OVER,
  state: "connected",
  since: ago(52),
  events: COURSE.events.slice(0, -1),
  legs: COURSE.legs.map((leg) => ({ ...leg, ended_at: null, cause_code: null })),
};

function one(detail: CallDetail, gone = false, nexus: NexusState = { kind: "live" }) {
  return (
    <div class="calls">
      <CallView call={signal(detail)} gone={signal(gone)} now={signal(PLATE_AT_MS)} nexus={signal(nexus)} />
    </div>
  );
}

/** Plates of the pages of calls. */
export const CALLS_PLATES: readonly Plate[] = [
  {
    name: "calls",
    about: "Calls in every state, and calls that are over, with more before them.",
    show: () => calls({ next: "1~1770888509.3~main" }),
  },
  {
    name: "calls-empty",
    about: "No calls yet, on an Asterisk that is too old to tell any.",
    show: () => calls({ live: [], calls: [], untold: ["hill"] }, { nexus: { kind: "rendered" } }),
  },
  {
    name: "calls-no-match",
    about: "A search that finds nothing, of which a part makes no sense.",
    show: () =>
      calls({ live: [], calls: [] }, {
        search: { q: "alice" },
        mistakes: [{ field: "cause", value: "<i>busy" }, { field: "day", value: "2026-02-30" }],
      }),
  },
  {
    name: "calls-unsure",
    about: "A server is away, the database takes nothing, and Nexus is away besides: clocks stand.",
    show: () =>
      calls({ away: ["main"], recorded: false }, { search: { cause: "interworking" }, nexus: AWAY }),
  },
  {
    name: "calls-reconnecting",
    about: "An older page, while the page dials again and a reading failed.",
    show: () =>
      calls({ live: [] }, {
        nexus: { kind: "reconnecting", retryAtMs: PLATE_AT_MS + 3_000 },
        search: { cursor: "1~1770888509.3~main" },
        failed: true,
      }),
  },
  { name: "call", about: "A call that is over, with its course.", show: () => one(COURSE) },
  {
    name: "call-unsure",
    about: "A call that is up on a server that is away, is not kept any more, and Nexus is away besides.",
    show: () => one({ ...GOING_ON, heard: false }, true, AWAY),
  },
  {
    name: "call-adopted",
    about: "A call that was up before Nexus was, and whose end nobody saw.",
    show: () =>
      one({
        ...COURSE,
        ...{ adopted: true, ringing_at: null, cause: "lost", cause_code: 0 },
        cause_description: "The call is gone, but its end was not seen",
        events: COURSE.events.slice(-1),
      }),
  },
];
