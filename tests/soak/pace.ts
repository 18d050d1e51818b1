/** Where both processes begin. */
export const START_MS = Date.parse("2026-02-12T00:00:00.000Z");

/** Virtual time is passed in steps of this, the simulator's before the program's. */
export const STEP_MS = 50;
