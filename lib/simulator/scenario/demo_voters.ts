import type { VoterPlan } from "../world/voter.ts";
import { HARBOUR } from "./demo_links.ts";

/** The voter of the demo: receivers around the harbour, one of them behind a link that is lost now and then. */
export const DEMO_VOTERS: readonly VoterPlan[] = [{
  node: HARBOUR,
  receivers: [
    { name: "Harbour", peer: "127.0.0.1:1667", signal: [60, 235], hears: 0.95, master: true },
    { name: "Lighthouse", peer: "198.51.100.61:43411", signal: [20, 220], hears: 0.8 },
    { name: "North Ridge", peer: "203.0.113.88:1667", signal: [10, 200], hears: 0.7 },
    {
      name: "Ferry",
      peer: "192.0.2.143:1667",
      signal: [5, 240],
      hears: 0.5,
      lost: { everyMs: 240_000, forMs: 30_000 },
    },
  ],
}];
