import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type CallChange, createCorrelator } from "../../../lib/calls/mod.ts";
import { VirtualClock } from "../../../lib/clock/mod.ts";
import { Exchange } from "../../../lib/simulator/pbx/exchange.ts";
import { bridgeHeaders, channelHeaders } from "../../../lib/simulator/pbx/headers.ts";
import { PbxLife } from "../../../lib/simulator/pbx/life.ts";
import { STORIES } from "../../../lib/simulator/pbx/stories.ts";
import { demoScenario } from "../../../lib/simulator/mod.ts";
import { Agenda } from "../../../lib/simulator/world/agenda.ts";
import { Random } from "../../../lib/simulator/world/random.ts";
import { checkRules } from "../../calls/rules.ts";
import { START_MS } from "../harness.ts";
import { amiEvent } from "./listening.ts";

/** Every kind of call that a correlator has to tell rightly, and the stories of the demo that are of it. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  "a simple call, ended by either side": ["answered", "trunk in"],
  cancelled: ["cancelled"],
  busy: ["busy"],
  rejected: ["rejected"],
  unanswered: ["unanswered"],
  congested: ["failed"],
  "failed before ringing": ["unreachable"],
  "no ringing at all": ["no ringing"],
  "early media": ["trunk out"],
  "ring group": ["ring group"],
  "hunt group": ["hunt group"],
  "a group that nobody answers": ["ring group that nobody answers"],
  "a menu that answers first": ["menu", "menu that the caller leaves"],
  "a queue that answers first": ["queue"],
  "an abandoned queue": ["queue that is abandoned"],
  "call forwarding": ["forwarded"],
  "directed pickup": ["picked up"],
  "group pickup": ["group picked up"],
  "attended transfer by either party": ["attended transfer", "attended transfer by the caller"],
  "blind transfer by either party": ["blind transfer", "blind transfer by the caller"],
  "blonde transfer by either party": ["blonde transfer", "blonde transfer by the caller"],
  "transfers out of a queue": ["blind transfer out of the queue", "attended transfer out of the queue"],
  "click to call": ["click to call"],
  "a Local channel that is optimised away": ["Local channel that is optimised away"],
  "a Local channel that is not": ["Local channel that stays"],
  "two legs to one phone": ["two phones of one number"],
  "a Hangup that is missed": ["end that nobody tells"],
  "bridges of more than two": ["conference"],
  held: ["hold"],
  parked: ["park"],
};

/** The demo's exchange for `minutes`, heard by a correlator that asks it now and then, as Nexus does. */
function demo(minutes: number, seed: number) {
  const { pbx } = demoScenario();
  ok(pbx);
  const clock = new VirtualClock(START_MS);
  const agenda = new Agenda(clock, 1);
  const correlator = createCorrelator({ server: "main" });
  const changes: CallChange[] = [];
  let isHeard = false;
  const exchange = new Exchange(
    () => agenda.now(),
    (event) => void (isHeard && changes.push(...correlator.apply(amiEvent(event), agenda.now()))),
    pbx.systemName,
  );
  const begun: string[] = [];
  const technologies = new Set<string>();
  const stories = STORIES.map((story) => ({
    ...story,
    play(...[of, cast, random]: Parameters<typeof story.play>) {
      begun.push(story.name);
      for (const { endpoint } of cast.phones.slice(0, story.people)) {
        technologies.add(endpoint.split("/")[0] ?? "");
      }
      return story.play(of, cast, random);
    },
  }));
  const life = new PbxLife(agenda, exchange, pbx, new Random(seed), stories);
  const ask = () => {
    const nowMs = agenda.now();
    const item = (headers: Parameters<typeof amiEvent>[0]["headers"]) => amiEvent({ name: "item", headers });
    const channels = [...exchange.channels].map((channel) =>
      item([...channelHeaders(channel), ["BridgeId", channel.bridge?.id ?? ""], ["Duration", "00:01:35"]])
    );
    const bridges = [...exchange.bridges].map((bridge) => item(bridgeHeaders(bridge)));
    changes.push(...correlator.reconcile({ askedAtMs: nowMs, channels, bridges }, nowMs));
  };
  agenda.start();
  life.start();
  isHeard = true;
  ask();
  const first = correlator.calls();
  for (let minute = 0; minute < minutes; minute++) {
    clock.advance(60_000);
    ask();
  }
  agenda.stop();
  return { begun, technologies, changes, first, correlator };
}

Deno.test("every kind of call is a story of the exchange, and every story is of a kind", () => {
  deepStrictEqual(Object.values(KINDS).flat().toSorted(), STORIES.map(({ name }) => name).toSorted());
});

Deno.test("PbxLife plays every story in turn, over every technology, and all that is told keeps the rules", () => {
  for (const seed of [1, 2]) {
    const { begun, technologies, changes, first, correlator } = demo(25, seed);
    const rounds = Math.floor(begun.length / STORIES.length);
    ok(rounds >= 1, `${begun.length} calls`);
    for (let round = 0; round < rounds; round++) {
      const played = begun.slice(round * STORIES.length, (round + 1) * STORIES.length);
      strictEqual(new Set(played).size, STORIES.length, "each once before any comes again");
    }
    deepStrictEqual([...technologies].toSorted(), ["DAHDI", "IAX2", "PJSIP", "SIP"]);
    checkRules(changes, `demo ${seed}`, { open: true });
    const ends = new Set(changes.flatMap(({ payload }) => payload.event === "hungup" ? [payload.cause] : []));
    for (const cause of ["normal_clearing", "cancelled", "user_busy", "call_rejected", "no_answer", "lost"]) {
      ok(ends.has(cause), cause);
    }
    // Nothing else is lost than what the exchange is silent of.
    const lost = changes.filter(({ payload }) => payload.event === "hungup" && payload.cause === "lost");
    const silent = begun.filter((name) => name === "end that nobody tells");
    ok(lost.length === silent.length || lost.length === silent.length - 1, `${lost.length} lost`);
    // Somebody talked before anything was heard, and was adopted: marked, not invented.
    deepStrictEqual(first.map(({ state, adopted, ringingAtMs }) => [state, adopted, ringingAtMs]), [
      ["connected", true, null],
    ]);
    const [already] = first;
    strictEqual(already?.startedAtMs, START_MS - 95_000);
    match(already.callId, /^clubhouse-\d+\.\d+$/);
    const ofIt = changes.filter(({ payload }) => payload.call_id === already.callId);
    deepStrictEqual(ofIt.map(({ payload }) => payload.event), ["hungup"]);
    ok(correlator.calls().length <= 5, "nothing stays up");
  }
});
