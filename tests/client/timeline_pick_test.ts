import { strictEqual } from "node:assert/strict";
import {
  type Lane,
  type MoveKey,
  movePick,
  newestTalk,
  type Picked,
  pickedTalk,
  pickOf,
  talkNear,
} from "../../lib/client/mod.ts";

function lane(node: string, ...talks: [number, number | null][]): Lane {
  const pairs = talks.map(([startedAtMs, endedAtMs]) => ({ startedAtMs, endedAtMs }));
  return { localNode: "1999", node, callsign: null, description: null, talks: pairs };
}

const LANES = [
  lane("1999"),
  lane("a", [100, 200], [300, 400]),
  lane("b"),
  lane("c", [120, 130], [350, null]),
];
const words = (picked: Picked | null) => picked && `${picked.lane.node} ${picked.talk.startedAtMs}`;

Deno.test("talkNear finds the talk under a pointer, or the nearest within reach", () => {
  strictEqual(words(talkNear(LANES, 1, 150, 0)), "a 100");
  strictEqual(words(talkNear(LANES, 1, 220, 30)), "a 100");
  strictEqual(words(talkNear(LANES, 1, 280, 30)), "a 300");
  strictEqual(talkNear(LANES, 1, 250, 30), null);
  strictEqual(words(talkNear(LANES, 3, 9_999, 0)), "c 350", "what runs has no end yet");
  strictEqual(talkNear(LANES, 0, 150, 1_000), null, "an empty lane");
  for (const row of [-1, 4, NaN]) strictEqual(talkNear(LANES, row, 150, 1_000), null);
});

Deno.test("movePick goes along a lane, to its ends, and to the next lane that has talks", () => {
  const go = (from: string, ...keys: MoveKey[]) => {
    const [node = "", at] = from.split(" ");
    const picked = pickedTalk(LANES, { node, startedAtMs: Number(at) }, 0);
    return picked && words(keys.reduce((here, key) => movePick(LANES, here, key, 0), picked));
  };
  strictEqual(go("a 100", "ArrowRight"), "a 300");
  strictEqual(go("a 100", "ArrowRight", "ArrowRight"), "a 300", "stays at the end");
  strictEqual(go("a 300", "ArrowLeft"), "a 100");
  strictEqual(go("a 300", "Home"), "a 100");
  strictEqual(go("c 120", "End"), "c 350");
  strictEqual(go("a 300", "ArrowDown"), "c 350", "over the empty lane, to the nearest in time");
  strictEqual(go("c 120", "ArrowUp"), "a 100");
  strictEqual(go("a 100", "ArrowUp"), "a 100", "nothing above");
});

Deno.test("movePick, pickedTalk and newestTalk leave out what has gone off the drawing", () => {
  const newest = newestTalk(LANES, 0);
  strictEqual(words(newest), "c 350");
  strictEqual(newest && words(pickedTalk(LANES, pickOf(newest), 0)), "c 350");
  strictEqual(pickedTalk(LANES, { node: "a", startedAtMs: 100 }, 201), null);
  strictEqual(pickedTalk(LANES, { node: "gone", startedAtMs: 100 }, 0), null);
  strictEqual(pickedTalk(LANES, null, 0), null);
  strictEqual(newestTalk([lane("a", [1, 2])], 3), null);
  const second = pickedTalk(LANES, { node: "a", startedAtMs: 300 }, 250);
  strictEqual(second && words(movePick(LANES, second, "ArrowLeft", 250)), "a 300");
});
