import {
  CALL_CAUSES,
  type CallEntry,
  type CallMoment,
  type CallParty,
  type CallState,
  type CallTarget,
} from "../wire/mod.ts";
import type { SearchMistake } from "./calls_query.ts";

/** How a call went, as far as its look goes. `open`: it is up. */
export type CallTone = "open" | "good" | "missed" | "bad";

const STATES: Readonly<Record<CallState, string>> = {
  dialing: "Calling",
  ringing: "Ringing",
  connected: "Talking",
  held: "On hold",
  parked: "Parked",
  ended: "Over",
};

/** Ends that people meet, in a few words; every other cause is told by its own name. */
const CAUSES: Readonly<Record<string, readonly [words: string, tone: CallTone]>> = {
  normal_clearing: ["Ended before anybody answered", "missed"],
  no_answer: ["Nobody answered", "missed"],
  cancelled: ["Caller gave up", "missed"],
  user_busy: ["Busy", "missed"],
  call_rejected: ["Declined", "missed"],
  answered_elsewhere: ["Answered elsewhere", "missed"],
  subscriber_absent: ["Phone not reachable", "bad"],
  unallocated_number: ["Number does not exist", "bad"],
  invalid_number_format: ["Number incomplete or wrong", "bad"],
  number_changed: ["Number has changed", "bad"],
  no_route_destination: ["No way to that number", "bad"],
  congestion: ["No line was free", "bad"],
  switch_congestion: ["No line was free", "bad"],
  channel_unavailable: ["Line not available", "bad"],
  network_out_of_order: ["Network out of order", "bad"],
  destination_out_of_order: ["Phone or line out of order", "bad"],
  outgoing_call_barred: ["Outgoing calls are barred", "bad"],
  incoming_call_barred: ["Incoming calls are barred", "bad"],
  lost: ["End not seen", "bad"],
};

/** Ends that history can be searched for, by the name that the API knows. */
export const SEARCHED_CAUSES: readonly (readonly [cause: string, words: string])[] = [
  ["normal_clearing", "Ended normally"],
  ["no_answer", "Nobody answered"],
  ["cancelled", "Caller gave up"],
  ["user_busy", "Busy"],
  ["call_rejected", "Declined"],
  ["subscriber_absent", "Phone not reachable"],
  ["congestion", "No line was free"],
  ["unallocated_number", "Number does not exist"],
  ["lost", "End not seen"],
];

/** The rest of them, by their own names. */
export function otherCauses(): readonly (readonly [cause: string, words: string])[] {
  return CALL_CAUSES.filter((cause) => !SEARCHED_CAUSES.some(([searched]) => searched === cause))
    .map((cause) => [cause, CAUSES[cause]?.[0] ?? upperFirst(cause.replaceAll("_", " "))]);
}

/** What the address of the page asks for and cannot have, as a sentence that says what is shown in its place. */
export function mistakeText({ field, value }: SearchMistake): string {
  switch (field) {
    case "cause":
      return `No call ends as “${value}”. Calls are shown whatever their result.`;
    case "day":
      return `“${value}” is not a day. Calls of every day are shown.`;
    case "q":
      return "The text to search for is too long. Only its beginning is looked for.";
    case "cursor":
      return "There is no such page of the list. It begins with the newest calls.";
  }
}

/** The state of a call in a word or two. */
export function callStateWord(state: CallState): string {
  return STATES[state];
}

/** What became of a call, in a few words, and how that looks. */
export function outcomeOf(
  call: Pick<CallEntry, "state" | "cause" | "answered_at">,
): { readonly words: string; readonly tone: CallTone } {
  const { state, cause, answered_at: answeredAt } = call;
  if (state !== "ended") return { words: callStateWord(state), tone: "open" };
  if (cause === "lost") return { words: "End not seen", tone: "bad" };
  if (answeredAt !== null) return { words: "Answered", tone: "good" };
  const [words, tone] = CAUSES[cause ?? ""] ??
    [`Failed: ${(cause ?? "unknown").replaceAll("_", " ")}`, "bad"];
  return { words, tone };
}

/** Whether a call was answered before it was first seen: how long they had talked by then is not known. */
export function wasTalkingAlready(call: Pick<CallEntry, "adopted" | "ringing_at" | "answered_at">): boolean {
  return call.adopted && call.ringing_at === null && call.answered_at !== null;
}

/** Whether a call was talked in for longer than is known: it was up before it was seen, or gone without its end being seen. */
export function isAtLeast(
  call: Pick<CallEntry, "adopted" | "ringing_at" | "answered_at" | "cause">,
): boolean {
  return call.cause === "lost" || wasTalkingAlready(call);
}

/** What to call somebody: the name, else the number. */
export function partyName({ name, extension }: CallParty): string {
  return name?.trim() || extension || "Unknown";
}

/** Name and number: `Alice (101)`, or the one that there is. */
export function partyText(party: CallParty): string {
  const name = partyName(party);
  return party.extension === "" || name === party.extension ? name : `${name} (${party.extension})`;
}

/** The group that was dialled, in words; empty where it is who is shown anyway. */
export function groupText({ group, extension }: CallTarget): string {
  return group === undefined || group === extension ? "" : `by way of ${group}`;
}

/** What happened, as a sentence about people. */
export function momentText(moment: CallMoment, call: Pick<CallEntry, "cause_description" | "cause">): string {
  const { event, from, to, by, transfer, parking_space: space } = moment;
  const who = by ? partyText(by) : "Somebody";
  switch (event) {
    case "ringing":
      return `It rings at ${partyText(to)}`;
    case "answered":
      return `${partyText(to)} answers and talks with ${partyText(from)}`;
    case "held":
      return space === undefined ? `${who} puts the call on hold` : `${who} parks the call in space ${space}`;
    case "resumed":
      return `${partyText(from)} and ${partyText(to)} talk on`;
    case "transferred":
      return transfer === "attended"
        ? `${who} asked ${partyText(to)} first and hands the call over`
        : `${who} hands the call over to ${partyText(to)} without asking first`;
    case "hungup":
      return call.cause === "lost"
        ? "The call is gone; nobody saw its end"
        : `The call ends: ${lowerFirst(call.cause_description ?? "no reason was given")}`;
  }
}

function lowerFirst(text: string): string {
  return `${text[0]?.toLowerCase() ?? ""}${text.slice(1)}`;
}

function upperFirst(text: string): string {
  return `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
}
