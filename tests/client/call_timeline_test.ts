import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { callSteps, outcomeOf, partyText } from "../../lib/client/mod.ts";
import { callDetail } from "../../lib/http/mod.ts";
import { causeOf } from "../../lib/calls/mod.ts";
import type { CallDetail } from "../../lib/wire/mod.ts";
import { CONSULTED } from "../calls/corpus/consulted.ts";
import { GROUPS } from "../calls/corpus/groups.ts";
import { SIMPLE } from "../calls/corpus/simple.ts";
import { TRANSFERS } from "../calls/corpus/transfers.ts";
import type { Story } from "../calls/corpus/story.ts";
import { fakeServices } from "../http/fake_services.ts";
import { eventsOf, storyOf } from "../store/calls_support.ts";
import { open, T0 } from "../store/events.ts";

/** A story as the page of its first call is given it. */
function detailOf(name: string, stories: readonly Story[]): CallDetail {
  const { store, give } = open();
  give(...eventsOf(storyOf(name, stories)));
  const call = callDetail({ ...fakeServices(), callHistory: store }, "1770888509.40", null, T0);
  store.close();
  if (!call) throw new Error(`read a story, it is not there: ${name}`);
  return call;
}

const texts = (name: string, stories: readonly Story[]) =>
  callSteps(detailOf(name, stories)).map(({ text }) => text);

Deno.test("callSteps tells a simple call in sentences, each once", () => {
  deepStrictEqual(texts("the caller hangs up", SIMPLE), [
    "Front Desk (100) calls 101",
    "It rings at Alice (101)",
    "Alice (101) answers and talks with Front Desk (100)",
    "The call ends: the call was hung up normally by one of the parties",
  ]);
});

Deno.test("callSteps tells who of a group was rung, who answered, and why the others stopped", () => {
  deepStrictEqual(texts("a ring group, answered", GROUPS), [
    "Front Desk (100) calls 600",
    "The phone of Alice (101) rings",
    "The phone of Bob (102) rings",
    "The phone of Carol (103) rings",
    "It rings at 600",
    "The phone of Alice (101) stops ringing: somebody else answered",
    "The phone of Carol (103) stops ringing: somebody else answered",
    "Bob (102) answers and talks with Front Desk (100)",
    "The call ends: the call was hung up normally by one of the parties",
  ]);
});

Deno.test("callSteps tells who handed a call over to whom, and whether he asked first", () => {
  const blind = texts("the called transfers blindly", TRANSFERS);
  strictEqual(
    blind.includes("Alice (101) hands the call over to Bob (102) without asking first"),
    true,
    blind.join(),
  );
  const asked = texts("the called transfers after consulting", CONSULTED);
  strictEqual(
    asked.includes("Alice (101) asked Bob (102) first and hands the call over"),
    true,
    asked.join(),
  );
  strictEqual(asked.includes("Alice (101) puts the call on hold"), true);
});

Deno.test("outcomeOf has words for every cause of Asterisk, and none of them is only a code", () => {
  for (let code = 0; code <= 127; code++) {
    const { cause } = causeOf(code);
    const { words, tone } = outcomeOf({ state: "ended", cause, answered_at: null });
    match(words, /^[A-Z][a-z ]+(: [a-z0-9 ]+)?$/, cause);
    strictEqual(tone === "open" || tone === "good", false, cause);
  }
  strictEqual(outcomeOf({ state: "ended", cause: "user_busy", answered_at: "2026" }).words, "Answered");
  strictEqual(outcomeOf({ state: "ended", cause: "lost", answered_at: "2026" }).words, "End not seen");
  strictEqual(partyText({ extension: "" }), "Unknown");
});
