import type { CallChange } from "../../../lib/calls/mod.ts";
import type { CallParty, CallTarget } from "../../../lib/wire/mod.ts";
import { type Chan, Pbx, type PbxOptions, type Phone, type StoryEvent } from "./pbx.ts";

/** A call, or several, as events, and what is to be told of them. */
export interface Story {
  readonly name: string;
  readonly events: readonly StoryEvent[];
  /** One line a message, written from what the call means; see `line`. */
  readonly expected: readonly string[];
}

/** Plays a story on an exchange of its own. */
export function story(
  name: string,
  play: (pbx: Pbx) => void,
  expected: readonly string[],
  options: PbxOptions = {},
): Story {
  const pbx = new Pbx(options);
  play(pbx);
  return { name, events: pbx.events, expected };
}

const phone = (number: string, name: string, endpoint = `PJSIP/${number}`): Phone => ({
  endpoint,
  number,
  name,
});

/** Phones of the house. */
export const DESK = phone("100", "Front Desk");
/** Rings as 101. */
export const ALICE = phone("101", "Alice");
/** Rings as 102. */
export const BOB = phone("102", "Bob");
/** Rings as 103. */
export const CAROL = phone("103", "Carol");
/** Rings as 104. */
export const DAVE = phone("104", "Dave");
/** A customer, by way of the trunk. */
export const CUSTOMER = phone("15551234567", "Customer", "PJSIP/trunk");
/** The trunk as it is dialled: it has no number of its own. */
export const TRUNK = phone("", "", "PJSIP/trunk");

/** Who it is, in a line. */
export function who(party: CallParty | CallTarget): string {
  const group = "group" in party && party.group !== undefined ? ` [${party.group}]` : "";
  return `${party.extension}${party.name === undefined ? "" : ` ${party.name}`}${group}`;
}

const seconds = (value: number) => String(Math.round(value * 10) / 10);

/**
 * A message as one line, for expectations: `ringing A > B`, `answered A > B after 4.5`, `hungup A > B cause code talk 32
 * total 36.5`, `held A > B by B`, `resumed A > B after 7`, `transferred A > C blind by B`; seconds to a tenth, a group in
 * brackets. `id` says of which call, where a story has several.
 */
export function line({ payload }: CallChange, id = ""): string {
  const head = `${payload.event}${id} ${who(payload.from)} > ${who(payload.to)}`;
  switch (payload.event) {
    case "ringing":
      return head;
    case "answered":
      return `${head} after ${seconds(payload.ring_duration_seconds)}`;
    case "hungup":
      return `${head} ${payload.cause} ${payload.cause_code} talk ${
        seconds(payload.talk_duration_seconds)
      } total ${seconds(payload.total_duration_seconds)}`;
    case "held":
      return `${head} by ${who(payload.held_by)}${
        payload.parking_space === undefined ? "" : ` in ${payload.parking_space}`
      }`;
    case "resumed":
      return `${head} after ${seconds(payload.held_duration_seconds)}`;
    case "transferred":
      return `${head} ${payload.transfer} by ${who(payload.transferred_by)}`;
  }
}

/** Lines of changes; where there are several calls each line says which, by the end of its id. */
export function lines(changes: readonly CallChange[]): readonly string[] {
  const several = new Set(changes.map(({ payload }) => payload.call_id)).size > 1;
  return changes.map((change) =>
    line(change, several ? `(${change.payload.call_id.split(".").at(-1)})` : "")
  );
}

/** A call that was answered, up to where two talk: caller, called, and their bridge. */
export function talking(
  pbx: Pbx,
  from: Phone,
  to: Phone,
  ringSeconds = 3,
): { readonly caller: Chan; readonly called: Chan; readonly bridge: string } {
  const caller = pbx.incoming(from, to.number);
  const called = pbx.dialOne(caller, to);
  pbx.ring(called);
  pbx.wait(ringSeconds);
  const bridge = pbx.answer(called);
  return { caller, called, bridge };
}
