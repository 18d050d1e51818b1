import type { CallDetail, CallLegEntry } from "../wire/mod.ts";
import { momentText, partyText } from "./call_words.ts";

/** One line of a call's course. */
export interface CallStep {
  readonly atMs: number;
  readonly text: string;
  /** `main`: happened to the call itself; `side`: to one phone of it. */
  readonly kind: "main" | "side";
}

/** Why a phone stopped ringing, as far as its Q.850 number tells. */
const LEG_ENDS: Readonly<Record<number, string>> = {
  16: "the call was over",
  17: "it was busy",
  18: "nobody answered",
  19: "nobody answered",
  20: "it could not be reached",
  21: "the call was declined",
  23: "it sends calls elsewhere",
  26: "somebody else answered",
  34: "no line was free",
};

/** The course of a call, oldest first: what happened to it, and at which phones it rang. */
export function callSteps(call: CallDetail): readonly CallStep[] {
  const began: CallStep = {
    atMs: Date.parse(call.started_at),
    text: call.adopted && call.events[0]?.event !== "ringing"
      ? "The call was up already when Nexus first saw it; what came before is not known"
      : `${partyText(call.from)} calls ${firstDialled(call)}`,
    kind: "main",
  };
  const events = call.events.map((moment): CallStep => ({
    atMs: Date.parse(moment.at),
    text: momentText(moment, call),
    kind: "main",
  }));
  const sides = call.legs.flatMap((leg) => legSteps(leg, call));
  // The sort keeps what comes at one instant in this order.
  return [began, ...sides, ...events].sort((one, other) => one.atMs - other.atMs);
}

/** What was dialled, as the first thing that was told of the call knows it. */
function firstDialled({ events, to }: CallDetail): string {
  const first = events[0]?.to ?? to;
  return first.group ?? (first.extension === "" ? "somebody" : first.extension);
}

function legSteps(leg: CallLegEntry, call: CallDetail): CallStep[] {
  if (leg.role === "caller") return [];
  const who = partyText(leg.party);
  const steps: CallStep[] = [];
  const first = call.events[0];
  const isTold = first?.event === "ringing" && leg.ringing_at !== null &&
    Date.parse(leg.ringing_at) === Date.parse(first.at) && first.to.extension === leg.party.extension;
  if (leg.ringing_at !== null && !isTold) {
    steps.push({ atMs: Date.parse(leg.ringing_at), text: `The phone of ${who} rings`, kind: "side" });
  }
  if (leg.answered_at === null && leg.ended_at !== null) {
    const why = LEG_ENDS[leg.cause_code ?? 0];
    const text = `${leg.ringing_at === null ? `${who} is not reached` : `The phone of ${who} stops ringing`}${
      why === undefined || why === LEG_ENDS[16] ? "" : `: ${why}`
    }`;
    steps.push({ atMs: Date.parse(leg.ended_at), text, kind: "side" });
  }
  return steps;
}
