import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type CallChange, type Correlator, createCorrelator } from "../../lib/calls/mod.ts";
import { CORPUS } from "./corpus/corpus.ts";
import { STORY_START_MS, type StoryEvent, storyEvent } from "./corpus/pbx.ts";
import { lines, type Story } from "./corpus/story.ts";
import { checkRules } from "./rules.ts";
import { Truth } from "./truth.ts";

/** When the server is asked once more, after everything. */
const LATER_MS = 3_600_000;

/** What ids of the same story elsewhere begin with. */
const ELSEWHERE = "1880888509";

const isReused = (story: Story) => story.name.includes("used again");

function heard(correlator: Correlator, events: readonly StoryEvent[]): CallChange[] {
  return events.flatMap((event) => [...correlator.apply(event, event.atMs)]);
}

/** The server is asked after a story is over: it has no channels. */
function asked(correlator: Correlator, events: readonly StoryEvent[]): readonly CallChange[] {
  const atMs = (events.at(-1)?.atMs ?? 0) + LATER_MS;
  return correlator.reconcile({ askedAtMs: atMs, channels: [] }, atMs);
}

function isEmpty(correlator: Correlator, about: string): void {
  const { calls, channels } = correlator.counters;
  deepStrictEqual({ calls, channels }, { calls: 0, channels: 0 }, about);
}

Deno.test("Correlator keeps the rules when any one event is not heard", () => {
  for (const story of CORPUS) {
    for (let lost = 0; lost < story.events.length; lost++) {
      const correlator = createCorrelator({ server: "main" });
      const changes = heard(correlator, story.events.toSpliced(lost, 1));
      changes.push(...asked(correlator, story.events));
      const about = `${story.name}, without ${lost} ${story.events[lost]?.name}`;
      checkRules(changes, about, { reused: isReused(story) });
      isEmpty(correlator, about);
    }
  }
});

Deno.test("Correlator keeps the rules when any two events are heard in the wrong order", () => {
  for (const story of CORPUS) {
    for (let first = 0; first + 1 < story.events.length; first++) {
      const correlator = createCorrelator({ server: "main" });
      const [one, other] = story.events.slice(first, first + 2);
      if (one === undefined || other === undefined) continue;
      const changes = heard(correlator, story.events.toSpliced(first, 2, other, one));
      changes.push(...asked(correlator, story.events));
      const about = `${story.name}, ${first} ${other.name} before ${one.name}`;
      checkRules(changes, about, { reused: isReused(story) });
      isEmpty(correlator, about);
    }
  }
});

Deno.test("Correlator tells of a story the same whatever other calls there are", () => {
  const others = CORPUS.map(elsewhere);
  const alone = CORPUS.map(({ events }) => lines(told(events)));
  for (const [index, story] of CORPUS.entries()) {
    for (let more = index; more < others.length; more++) {
      const other = others[more];
      if (other === undefined) continue;
      const changes = told(interleaved(story.events, other.events));
      const isOther = ({ payload }: CallChange) => payload.call_id.includes(ELSEWHERE);
      const about = `${story.name}, with ${other.name}`;
      deepStrictEqual(lines(changes.filter((change) => !isOther(change))), alone[index], about);
      deepStrictEqual(lines(changes.filter(isOther)), alone[more], about);
    }
  }
});

Deno.test("Correlator goes on after a gap at any point, with what the server says then", () => {
  for (const story of CORPUS) {
    const answers = answersOf(story);
    for (let from = 0; from < story.events.length; from++) {
      for (const length of [1, 6, story.events.length]) {
        const to = Math.min(story.events.length, from + length);
        const correlator = createCorrelator({ server: "main" });
        const changes = heard(correlator, story.events.slice(0, from));
        changes.push(...reconnected(correlator, story, answers, to));
        changes.push(...heard(correlator, story.events.slice(to)), ...asked(correlator, story.events));
        const about = `${story.name}, without ${from} to ${to}`;
        checkRules(changes, about, { reused: isReused(story) });
        isEmpty(correlator, about);
      }
    }
  }
});

Deno.test("Correlator adopts what is up when it begins at any point, and invents nothing", () => {
  for (const story of CORPUS) {
    const answers = answersOf(story);
    for (let from = 1; from < story.events.length; from++) {
      const correlator = createCorrelator({ server: "main" });
      const about = `${story.name}, from ${from}`;
      deepStrictEqual(reconnected(correlator, story, answers, from), [], about);
      const changes = heard(correlator, story.events.slice(from));
      changes.push(...asked(correlator, story.events));
      checkRules(changes, about, { reused: isReused(story) });
      isEmpty(correlator, about);
    }
  }
});

Deno.test("Correlator tells nothing when the server only says what is known", () => {
  for (const story of CORPUS) {
    const truth = new Truth();
    const correlator = createCorrelator({ server: "main" });
    const changes: CallChange[] = [];
    for (const event of story.events) {
      truth.happened(event);
      changes.push(...correlator.apply(event, event.atMs));
      const isSettled = event.name !== "Newchannel" && event.name !== "Newexten";
      if (isSettled) changes.push(...correlator.reconcile(truth.answer(event.atMs + 1), event.atMs + 1));
    }
    checkRules(changes, story.name, { reused: isReused(story) });
    const endings = (all: readonly string[]) => all.filter((line) => line.startsWith("hungup")).length;
    deepStrictEqual(endings(lines(changes)), endings(story.expected), story.name);
  }
});

Deno.test("Correlator keeps the rules whatever comes in whatever order", () => {
  const all = CORPUS.flatMap(({ events }) => events);
  const at = (story: string, name: string, nth = 0) => indexOf(all, story, name, nth);
  const came = at("the caller hangs up", "Newchannel");
  const padded = (...chosen: readonly number[]) => [...chosen, ...Array<number>(20).fill(came)];
  const local = "a click on a number by way of a Local channel";
  const some = fc.array(fc.nat(all.length - 1), { minLength: 20, maxLength: 200 });
  fc.assert(
    fc.property(some, fc.array(fc.nat(199), { maxLength: 4 }), (chosen, asking) => {
      const correlator = createCorrelator({ server: "main", maxCalls: 8, maxChannels: 24 });
      const truth = new Truth();
      const changes: CallChange[] = [];
      let atMs = STORY_START_MS;
      for (const [index, which] of chosen.entries()) {
        const event = all[which];
        if (event === undefined) continue;
        atMs += 50;
        truth.happened(event);
        changes.push(...correlator.apply(event, atMs));
        if (asking.includes(index)) changes.push(...correlator.reconcile(truth.answer(atMs), atMs + 1));
      }
      changes.push(...correlator.reconcile({ askedAtMs: atMs + 1, channels: [] }, atMs + 1));
      checkRules(changes, chosen.join(), { reused: true });
      isEmpty(correlator, chosen.join());
    }),
    {
      numRuns: 200,
      examples: [
        // Who is on hold already is parked.
        [
          padded(
            at("a parked call comes back to who parked it", "DialBegin", 1),
            came,
            at("the caller transfers by feature code after consulting", "BridgeEnter", 6),
            at("the called transfers blindly", "BridgeEnter", 1),
            at("the called holds and goes on", "Hold"),
            at("a parked call comes back to who parked it", "ParkedCall"),
          ),
          [],
        ],
        // Asked a last time in the moment in which the answer before came, which had a channel that nothing is known of.
        [[...padded(at(local, "Hangup")), at(local, "Newchannel", 3)], [21]],
      ],
    },
  );
});

/** Where in all events the `nth` of a name in a story is. */
function indexOf(all: readonly StoryEvent[], story: string, name: string, nth: number): number {
  const found = CORPUS.find((known) => known.name === story)?.events.filter((event) =>
    event.name === name
  )[nth];
  if (found === undefined) throw new Error(`find ${name} ${nth} of a story: ${story}`);
  return all.indexOf(found);
}

function told(events: readonly StoryEvent[]): readonly CallChange[] {
  return heard(createCorrelator({ server: "main" }), events);
}

/** What the server would answer before each event of a story, and after the last. */
function answersOf(story: Story): readonly Truth["answer"][] {
  return story.events.map((_, index) => {
    const truth = new Truth();
    for (const event of story.events.slice(0, index)) truth.happened(event);
    return (askedAtMs: number) => truth.answer(askedAtMs);
  });
}

function reconnected(
  correlator: Correlator,
  story: Story,
  answers: readonly Truth["answer"][],
  index: number,
): readonly CallChange[] {
  const atMs = (story.events[index] ?? story.events.at(-1))?.atMs ?? 0;
  const answer = answers[index]?.(atMs + 1) ?? { askedAtMs: atMs + 1, channels: [] };
  return correlator.reconcile(answer, atMs + 1);
}

/** The same story of other channels. */
function elsewhere(story: Story): Story {
  const moved = (value: string) =>
    value.replaceAll("1770888509", ELSEWHERE).replace(/-0([0-9a-f]{7})\b/, "-1$1").replace(
      /^00000000-/,
      "11111111-",
    );
  const events = story.events.map((event) =>
    storyEvent(event.name, event.headers.map(([name, value]) => [name, moved(value)] as const), event.atMs)
  );
  return { ...story, events };
}

/** Both, in the order of time; what happens at the same time takes turns. */
function interleaved(one: readonly StoryEvent[], other: readonly StoryEvent[]): readonly StoryEvent[] {
  const turns = [one, other].flatMap((events, which) =>
    events.map((event, index) => ({ event, turn: index * 2 + which }))
  );
  return turns.sort((a, b) => a.event.atMs - b.event.atMs || a.turn - b.turn).map(({ event }) => event);
}
