import type { LinkSpec, Rhythm, Scenario, StandingLink, Talker } from "../../lib/simulator/mod.ts";

const NODES = ["1998", "1999"] as const;

/** Short overs and short pauses: much happens in a minute. */
const BRISK: Rhythm = {
  firstMs: [500, 2_000],
  overMs: [2_000, 15_000],
  gapMs: [600, 3_000],
  pauseMs: [2_000, 6_000],
  overs: [3, 8],
  people: [2, 3],
  doubleChance: 0.1,
  kerchunkChance: 0.05,
};

function link(name: string, mode: LinkSpec["mode"], direction: LinkSpec["direction"]): LinkSpec {
  return { name, mode, direction, peer: "192.0.2.7", permanent: name === "2000" };
}

const STANDING: readonly StandingLink[] = [
  { node: "1998", link: link("2000", "T", "OUT"), ageSec: 500 },
  { node: "1998", link: link("KF8S", "T", "IN"), ageSec: 90, heardSec: 70 },
  { node: "1998", link: link("2010", "R", "OUT"), ageSec: 90 },
  { node: "1998", link: link("2011", "L", "OUT"), ageSec: 90 },
  { node: "1998", link: link("3003507690", "T", "IN"), ageSec: 20 },
  { node: "1999", link: link("2020", "T", "OUT"), ageSec: 3_600 },
  { node: "1999", link: link("2021", "T", "OUT"), ageSec: 30, outcome: { answered: false, afterMs: 40_000 } },
];

const VISITORS = [link("2030", "T", "IN"), link("2031", "T", "OUT"), link("2032", "R", "OUT")];

const talker = (node: string, name: string | null): Talker => ({ node, link: name });

/** Two nodes with links of every kind that come, go, fail and are talked over. `calm`: they only talk. */
export function chaosScenario(calm: boolean): Scenario {
  return {
    name: "chaos",
    uptimeSec: 7_200,
    world: {
      nodes: NODES.map((id, index) => ({ id, channelNumber: index + 1, hangMs: 1_000 })),
      links: calm ? STANDING.filter(({ outcome }) => outcome === undefined) : STANDING,
    },
    directory: new Map(),
    conversations: [
      { talkers: [talker("1998", "2000"), talker("1998", "KF8S"), talker("1998", null)], rhythm: BRISK },
      { talkers: [talker("1998", "3003507690"), talker("1999", "2020")], rhythm: BRISK },
      ...(calm ? [] : [{ talkers: [talker("1998", "2010"), talker("1998", "2011")], rhythm: BRISK }]),
    ],
    kerchunks: [],
    flicker: [{ links: [talker("1998", "2000")], everyMs: [3_000, 9_000], gapMs: [0, 70] }],
    visitors: calm ? [] : [{
      visitors: VISITORS.map((visitor, index) => ({
        node: NODES[index % 2] ?? "1998",
        link: visitor,
        answerChance: 0.7,
      })),
      awayMs: [2_000, 15_000],
      stayMs: [5_000, 40_000],
      answerMs: [300, 3_000],
      failMs: [3_000, 8_000],
      modeChangeChance: 0.3,
    }],
    outages: calm
      ? []
      : [{ links: [talker("1998", "2000")], everyMs: [20_000, 60_000], backMs: [1_000, 6_000] }],
    hubs: [],
    pulses: [],
  };
}
