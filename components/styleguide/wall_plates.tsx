import { dashboard, type Plate } from "./plate.tsx";
import { AWAY, BUSY, manyNodes, NOT_RECORDED, SEVERAL, SEVERAL_QUIET } from "./shows.ts";

/** Plates of walls: with few nodes, several servers, many nodes, and while Nexus is away. */
export const WALL_PLATES: readonly Plate[] = [
  {
    name: "wall",
    wall: true,
    about: "The wall screen.",
    show: () => dashboard(BUSY, { kind: "live" }, { wall: true, spanMinutes: 30 }),
  },
  {
    name: "wall-quiet",
    wall: true,
    about:
      "The wall screen while nobody talks, of several servers of which one is away; nothing is recorded.",
    show: () =>
      dashboard({ ...SEVERAL, database: NOT_RECORDED, talkers: [], nodes: SEVERAL_QUIET }, { kind: "live" }, {
        wall: true,
        spanMinutes: 30,
      }),
  },
  {
    name: "wall-many",
    wall: true,
    about: "A wall with seven nodes.",
    show: () => dashboard(manyNodes(7), { kind: "live" }, { wall: true, spanMinutes: 30 }),
  },
  {
    name: "wall-rows",
    wall: true,
    about: "A wall with sixteen nodes.",
    show: () => dashboard(manyNodes(16), { kind: "live" }, { wall: true, spanMinutes: 30 }),
  },
  {
    name: "wall-away",
    wall: true,
    about: "The wall screen while Nexus is away.",
    show: () => dashboard(BUSY, AWAY, { wall: true, spanMinutes: 30 }),
  },
];
