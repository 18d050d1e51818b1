import type { PbxPlan, Phone } from "../pbx/types.ts";

const PHONES: readonly (readonly [endpoint: string, number: string, name: string])[] = [
  ["PJSIP/201", "201", "Reception"],
  ["PJSIP/202", "202", "Ada Marsh"],
  ["PJSIP/203", "203", "Ben Carter"],
  ["PJSIP/204", "204", "Cleo Frost"],
  ["PJSIP/205", "205", "Dan Hollow"],
  ["IAX2/206", "206", "Eve Larkin"],
  ["DAHDI/1", "207", "Workshop"],
  ["SIP/208", "208", "Fay Stone"],
];

/** Numbers that no network gives to anybody. */
const OUTSIDE: readonly (readonly [number: string, name: string])[] = [
  ["12025550143", "Harbour Supplies"],
  ["12025550118", "M. Weaver"],
  ["442079460321", "Saltmere Radio"],
  ["12025550166", ""],
  ["442079460958", "Quay Electronics"],
];

/** The telephone system of the demo: a club house with a few phones of every kind, a queue, a room and an outside line. */
export const DEMO_PBX: PbxPlan = {
  phones: PHONES.map(([endpoint, number, name]): Phone => ({ endpoint, number, name })),
  outside: OUTSIDE.map(([number, name]) => ({ endpoint: "PJSIP/trunk", number, name })),
  mainNumber: "12025550100",
  everyMs: [7_000, 24_000],
  atOnce: 3,
  systemName: "clubhouse-",
};
