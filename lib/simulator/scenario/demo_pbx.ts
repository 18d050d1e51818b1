import type { PbxPlan, Phone } from "../pbx/types.ts";

const NAMES = [
  "Reception",
  "Ada Marsh",
  "Ben Carter",
  "Cleo Frost",
  "Dan Hollow",
  "Eve Larkin",
  "Workshop",
  "Fay Stone",
];

/** Numbers that no network gives to anybody. */
const OUTSIDE: readonly (readonly [number: string, name: string])[] = [
  ["12025550143", "Harbour Supplies"],
  ["12025550118", "M. Weaver"],
  ["442079460321", "Saltmere Radio"],
  ["12025550166", ""],
  ["442079460958", "Quay Electronics"],
];

/** The telephone system of the demo: a club house with a few phones, a queue and an outside line. */
export const DEMO_PBX: PbxPlan = {
  phones: NAMES.map((name, index): Phone => ({
    endpoint: `PJSIP/${201 + index}`,
    number: String(201 + index),
    name,
  })),
  outside: OUTSIDE.map(([number, name]) => ({ endpoint: "PJSIP/trunk", number, name })),
  mainNumber: "12025550100",
  everyMs: [7_000, 24_000],
  atOnce: 3,
};
