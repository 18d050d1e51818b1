import type { Range } from "../world/random.ts";
import type { Talker } from "../world/types.ts";
import { DEMO_VISITORS, demoDirectory, HUB_MEMBER_NAMES } from "./demo_directory.ts";
import { DEMO_LINKS, HARBOUR, HILLTOP, HUB, LOCAL_MONITOR, MONITORED, PRIVATE } from "./demo_links.ts";
import { DEMO_PBX } from "./demo_pbx.ts";
import { DEMO_VOTERS } from "./demo_voters.ts";
import type { Rhythm, Scenario } from "./types.ts";

/** Asterisk of the demo has been up for a little over five days. */
const UPTIME_SEC = 450_000;

/** How the people of the demo talk: as real ones do, but never silent for longer than it takes to look away. */
const LIVELY: Rhythm = {
  firstMs: [700, 1_800],
  overMs: [3_000, 25_000],
  gapMs: [300, 3_000],
  pauseMs: [3_000, 9_000],
  overs: [5, 14],
  people: [2, 4],
  doubleChance: 0.08,
  kerchunkChance: 0.06,
};

const RECEIVERS: readonly Talker[] = [{ node: HARBOUR, link: null }, { node: HILLTOP, link: null }];

/** People on handhelds around the harbour, so that its voter has something to choose from; they share its receiver. */
const LOCAL_PEOPLE = 6;

/** The demo: two local nodes linked to each other, links of every kind and mode, and always somebody on the air. */
export function demoScenario(): Scenario {
  return {
    name: "demo",
    uptimeSec: UPTIME_SEC,
    world: {
      nodes: [
        { id: HARBOUR, channelNumber: 10, hangMs: 1_700 },
        { id: HILLTOP, channelNumber: 20, hangMs: 900 },
      ],
      links: DEMO_LINKS,
    },
    directory: demoDirectory(),
    conversations: [
      { talkers: everybody(), rhythm: LIVELY },
      { talkers: [{ node: HARBOUR, link: LOCAL_MONITOR }], rhythm: monologue([60_000, 180_000]) },
      { talkers: [{ node: HARBOUR, link: MONITORED }], rhythm: monologue([120_000, 400_000]) },
    ],
    kerchunks: [{
      talkers: [...RECEIVERS, talker(HARBOUR, HUB), talker(HARBOUR, "3990417"), talker(HILLTOP, "84021")],
      everyMs: [20_000, 90_000],
      lengthMs: [100, 950],
    }],
    flicker: [{
      links: [talker(HARBOUR, HUB), talker(HILLTOP, PRIVATE)],
      everyMs: [1_500, 9_000],
      gapMs: [0, 70],
    }],
    visitors: [{
      visitors: DEMO_VISITORS,
      awayMs: [15_000, 150_000],
      stayMs: [40_000, 360_000],
      answerMs: [300, 4_000],
      failMs: [8_000, 25_000],
      modeChangeChance: 0.15,
    }],
    outages: [{ links: [talker(HILLTOP, PRIVATE)], everyMs: [150_000, 400_000], backMs: [2_000, 9_000] }],
    hubs: [{
      node: HARBOUR,
      link: HUB,
      members: HUB_MEMBER_NAMES.map((name, index) => ({ name, mode: index % 9 === 4 ? "R" : "T" })),
      present: [36, 44],
      everyMs: [6_000, 25_000],
    }],
    pulses: [],
    pbx: DEMO_PBX,
    voters: DEMO_VOTERS,
  };
}

function talker(node: string, link: string): Talker {
  return { node, link };
}

/** Those who can hear each other: both receivers and everybody linked in transceive mode. */
function everybody(): readonly Talker[] {
  const standing = DEMO_LINKS.filter(({ link, outcome }) => link.mode === "T" && outcome === undefined);
  const [harbour = []] = RECEIVERS.map((receiver) => Array<Talker>(LOCAL_PEOPLE - 1).fill(receiver));
  return [
    ...RECEIVERS,
    ...harbour,
    ...[...standing, ...DEMO_VISITORS]
      .filter(({ link }) => link.name !== HARBOUR && link.name !== HILLTOP)
      .map(({ node, link }) => talker(node, link.name)),
  ];
}

/** A net that is only listened to: one link that talks a little, with long silences, so that it seldom doubles. */
function monologue(pauseMs: Range): Rhythm {
  return {
    ...LIVELY,
    firstMs: [5_000, 20_000],
    overMs: [3_000, 30_000],
    gapMs: [500, 4_000],
    pauseMs,
    overs: [1, 3],
    people: [1, 1],
    doubleChance: 0,
  };
}
