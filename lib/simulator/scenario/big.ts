import type { DistantNode, LinkSpec } from "../world/types.ts";
import { inventedAddress, inventedEntry } from "./names.ts";
import type { DirectoryEntry, HubPlan, Scenario, Visitor } from "./types.ts";

/** The node of a load. */
export const BIG_NODE = "990001";

const FIRST_LINK = 991_000;
const FIRST_DISTANT = 995_000;
/** The first links of a load are hubs, which stay. */
const HUBS = 3;

/** How heavy a load is. Edges are counted in world time: at 100 times the speed there are 100 times as many. */
export interface BigOptions {
  readonly links: number;
  readonly networkNodes: number;
  readonly edgesPerSec: number;
}

/** One node with many links that come and go and are keyed at an even rate, for soak tests and benchmarks. */
export function bigScenario({ links, networkNodes, edgesPerSec }: BigOptions): Scenario {
  const specs = Array.from({ length: links }, (_, index) => bigLink(index));
  const hubs = specs.slice(0, HUBS);
  return {
    name: "big",
    uptimeSec: 86_400,
    world: {
      nodes: [{ id: BIG_NODE, channelNumber: 1, hangMs: 1_000 }],
      links: specs.map((link, index) => ({ node: BIG_NODE, link, ageSec: 60 + index })),
    },
    directory: bigDirectory(specs, networkNodes),
    conversations: [],
    kerchunks: [],
    flicker: [],
    visitors: [{
      visitors: specs.slice(HUBS).map((link): Visitor => ({ node: BIG_NODE, link, answerChance: 0.8 })),
      awayMs: [2_000, 20_000],
      stayMs: [20_000, 180_000],
      answerMs: [300, 3_000],
      failMs: [3_000, 10_000],
      modeChangeChance: 0.1,
    }],
    outages: [],
    hubs: hubs.map((hub, index) => bigHub(hub, index, hubs.length, networkNodes)),
    pulses: edgesPerSec > 0 ? [{ node: BIG_NODE, edgesPerSec }] : [],
  };
}

function bigLink(index: number): LinkSpec {
  const outbound = index % 2 === 0 || index < HUBS;
  return {
    name: String(FIRST_LINK + index),
    mode: index % 8 === 7 ? "R" : "T",
    direction: outbound ? "OUT" : "IN",
    peer: inventedAddress(index),
    permanent: index < HUBS,
  };
}

function bigHub(hub: LinkSpec, index: number, hubs: number, networkNodes: number): HubPlan {
  const members = Array.from({ length: networkNodes }, (_, at): DistantNode => {
    return { name: String(FIRST_DISTANT + at), mode: "T" };
  }).filter((_, at) => at % hubs === index);
  const present = [Math.floor(members.length * 0.9), members.length] as const;
  return { node: BIG_NODE, link: hub.name, members, present, everyMs: [5_000, 20_000] };
}

function bigDirectory(links: readonly LinkSpec[], networkNodes: number): ReadonlyMap<string, DirectoryEntry> {
  const names = [
    BIG_NODE,
    ...links.map(({ name }) => name),
    ...Array.from({ length: networkNodes }, (_, at) => String(FIRST_DISTANT + at)),
  ];
  return new Map(names.map((name, index) => [name, inventedEntry(index, inventedAddress(index), 500)]));
}
