import {
  DEMO_LINKS,
  HARBOUR,
  HILLTOP,
  HUB,
  LOCAL_MONITOR,
  MONITORED,
  PRIVATE,
  UNREACHABLE,
} from "./demo_links.ts";
import { inventedAddress, inventedEntry } from "./names.ts";
import type { DirectoryEntry, Visitor } from "./types.ts";

/** How many nodes the hub knows; about forty of them are there at a time. */
const HUB_MEMBERS = 48;
const FIRST_HUB_MEMBER = 990_501;

/** Names of those who may be behind the hub. */
export const HUB_MEMBER_NAMES: readonly string[] = Array.from(
  { length: HUB_MEMBERS },
  (_, index) => String(FIRST_HUB_MEMBER + index),
);

/** Who comes and goes in the demo. */
export const DEMO_VISITORS: readonly Visitor[] = [
  visitor(HARBOUR, "990611", "IN", 1),
  visitor(HARBOUR, "990612", "OUT", 0.8),
  visitor(HARBOUR, "3990888", "IN", 1),
  visitor(HARBOUR, "QX9ZED MOB", "IN", 1),
  visitor(HILLTOP, "990621", "OUT", 0.7),
  visitor(HILLTOP, "990622", "IN", 1),
  visitor(HILLTOP, "85017", "IN", 1),
  visitor(HILLTOP, "990623", "OUT", 0.2),
];

const WELL_KNOWN:
  readonly (readonly [node: string, callsign: string, description: string, location: string])[] = [
    [HARBOUR, "QX1HRB", "Harbour Repeater 146.940", "Saltmere, Isle of Mere"],
    [HILLTOP, "QX1HIL", "Hilltop Link 443.200", "Wethercombe, Westmark"],
    [HUB, "QX1HUB", "Seven Valleys Hub", "Larkfield, Lower Vale"],
    [MONITORED, "QX2NET", "Weather Net", "Gullpoint, East Arden"],
    [LOCAL_MONITOR, "QX2LSN", "Night Owls Net", "Dunmarsh, Lower Vale"],
    [PRIVATE, "QX1PVT", "Club House", "Saltmere, Isle of Mere"],
    [UNREACHABLE, "QX4OFF", "Lighthouse Repeater", "Kettle Bay, Isle of Mere"],
    ["3990417", "QX3ECH-L", "Echo Gateway", "Amberly, East Arden"],
    ["3990888", "QX8SKY-R", "Echo Repeater", "Northfen, Westmark"],
    ["84021", "QX6RLP", "Reflector 4021", "Stonewick, Lower Vale"],
    ["85017", "QX6RLQ", "Reflector 5017", "Marrowdale, East Arden"],
  ];

/** Everybody in the demo by number: a small directory, all of it made up. */
export function demoDirectory(): ReadonlyMap<string, DirectoryEntry> {
  const directory = new Map<string, DirectoryEntry>();
  const numbers = [
    ...DEMO_LINKS.map(({ link }) => link.name),
    ...DEMO_VISITORS.map(({ link }) => link.name),
    ...HUB_MEMBER_NAMES,
    "990451",
  ].filter((name) => /^\d+$/.test(name));
  numbers.forEach((name, index) => directory.set(name, inventedEntry(index, inventedAddress(index), 700)));
  for (const [name, callsign, description, location] of WELL_KNOWN) {
    const peer = name === HARBOUR || name === HILLTOP ? "127.0.0.1" : inventedAddress(directory.size);
    const answersAfterMs = name === UNREACHABLE ? null : 700;
    directory.set(name, { callsign, description, location, peer, answersAfterMs });
  }
  return directory;
}

function visitor(node: string, name: string, direction: "IN" | "OUT", answerChance: number): Visitor {
  const peer = name.startsWith("399") ? "" : inventedAddress(Number(name.replace(/\D/g, "")) % 97);
  return { node, answerChance, link: { name, mode: "T", direction, peer } };
}
