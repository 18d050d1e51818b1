import type { LinkSpec } from "../world/types.ts";
import type { StandingLink } from "../world/world.ts";

/** The repeater of the demo. */
export const HARBOUR = "990010";
/** The link radio of the demo, linked to the repeater. */
export const HILLTOP = "990020";
/** A hub with about forty nodes behind it. */
export const HUB = "990100";
/** A node listened to from the repeater, and repeated. */
export const MONITORED = "990231";
/** A node listened to on the repeater alone; app_rpt's lists leave it out. */
export const LOCAL_MONITOR = "990305";
/** A private node (below 2000) that is lost now and then. */
export const PRIVATE = "1966";
/** A node that nobody answers at; it is called for ever. */
export const UNREACHABLE = "990912";

/** Every kind and mode of link, as they are when the demo begins. */
export const DEMO_LINKS: readonly StandingLink[] = [
  standing(HARBOUR, 445_682, 205, {
    name: HILLTOP,
    mode: "T",
    direction: "OUT",
    peer: "127.0.0.1",
    permanent: true,
  }),
  standing(HARBOUR, 188_287, 340, {
    name: HUB,
    mode: "T",
    direction: "OUT",
    peer: "192.0.2.10",
    permanent: true,
  }),
  standing(HARBOUR, 9_371, 5_210, { name: MONITORED, mode: "R", direction: "OUT", peer: "198.51.100.23" }),
  standing(HARBOUR, 3_254, 611, { name: LOCAL_MONITOR, mode: "L", direction: "OUT", peer: "203.0.113.5" }),
  standing(HARBOUR, 5_049, 1_804, { name: "3990417", mode: "T", direction: "IN", peer: "" }),
  standing(HARBOUR, 1_103, 97, { name: "QX5DRT ONE", mode: "T", direction: "IN", peer: "192.0.2.77" }),
  {
    node: HARBOUR,
    ageSec: 12,
    outcome: { answered: false, afterMs: 38_000 },
    link: { name: UNREACHABLE, mode: "T", direction: "OUT", peer: "203.0.113.200", permanent: true },
  },
  standing(HILLTOP, 445_682, 62, { name: HARBOUR, mode: "T", direction: "IN", peer: "127.0.0.1" }),
  standing(HILLTOP, 25_580, 12_007, { name: "84021", mode: "T", direction: "IN", peer: "198.51.100.84" }),
  standing(HILLTOP, 109_816, 47, {
    name: PRIVATE,
    mode: "T",
    direction: "OUT",
    peer: "192.0.2.66",
    permanent: true,
  }),
  standing(HILLTOP, 2_531, 1_290, { name: "QX7LMN-BASE", mode: "T", direction: "IN", peer: "203.0.113.77" }),
  standing(HILLTOP, 371, null, { name: "201-P", mode: "T", direction: "IN", peer: "", phone: true }),
  standing(HILLTOP, 15_142, 3_377, {
    name: "990450",
    mode: "T",
    direction: "IN",
    peer: "2001:db8:45::7",
    network: [
      { name: "990451", mode: "T" },
      { name: "990503", mode: "T" }, // also behind the hub: a name may be listed twice
    ],
  }),
];

/** A link that has been up for `ageSec` and was last heard `heardSec` ago; `null`: never. */
function standing(node: string, ageSec: number, heardSec: number | null, link: LinkSpec): StandingLink {
  return { node, link, ageSec, ...(heardSec === null ? {} : { heardSec }) };
}
