import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { applyMessage, type DashboardModel, isNewLink, MARK_MS, shownLost } from "../../lib/client/mod.ts";
import { ago, link, message, model, NOW_MS, status } from "./builders.ts";

const two = () => model({ nodes: [status([link("2000", { current_tx: true }), link("2001")])] });

function lostOf(shown: DashboardModel): readonly (readonly [string, number])[] {
  const lost = shown.nodes.get("1999")?.lost ?? new Map();
  return [...lost].map(([id, { lostAtMs }]) => [id, (lostAtMs - NOW_MS) / 1000] as const);
}

const removed = (node: string, seq: number, seconds: number) =>
  message("LINK_REMOVED", [{ local_node: "1999", node }], seq, seconds);

Deno.test("applyMessage remembers a link that went, unkeyed, whichever message tells it", () => {
  const told = applyMessage(two(), removed("2000", 11, 3));
  deepStrictEqual(lostOf(told), [["2000", 3]]);
  strictEqual(told.nodes.get("1999")?.lost.get("2000")?.link.keyedSinceMs, null);
  strictEqual(told.nodes.get("1999")?.links.has("2000"), false);
  const missed = applyMessage(two(), message("STATUS_UPDATE", status([link("2001")]), 11, 4));
  deepStrictEqual(lostOf(missed), [["2000", 4]]);
  deepStrictEqual(lostOf(two()), []);
});

Deno.test("applyMessage forgets a lost link when it comes back and when its minute is over", () => {
  const gone = applyMessage(two(), removed("2000", 11, 3));
  const back = applyMessage(gone, message("LINK_ADDED", [link("2000")], 12, 5));
  deepStrictEqual(lostOf(back), []);
  const later = applyMessage(gone, removed("2001", 12, 63));
  deepStrictEqual(lostOf(later), [["2001", 63]]);
  const still = applyMessage(gone, removed("2001", 12, 62));
  deepStrictEqual(lostOf(still), [["2000", 3], ["2001", 62]]);
});

Deno.test("applyMessage keeps no more than fifty lost links", () => {
  const many = Array.from({ length: 80 }, (_, index) => link(String(3000 + index)));
  const all = model({ nodes: [status(many)] });
  const gone = applyMessage(all, message("STATUS_UPDATE", status([]), 11, 1));
  strictEqual(gone.nodes.get("1999")?.lost.size, 50);
});

Deno.test("applyMessage keeps the same lost links while none comes or goes", () => {
  const gone = applyMessage(two(), removed("2000", 11, 3));
  const same = applyMessage(gone, message("STATUS_UPDATE", status([link("2001")]), 12, 8));
  strictEqual(same.nodes.get("1999")?.lost, gone.nodes.get("1999")?.lost);
});

Deno.test("shownLost and isNewLink end with the minute", () => {
  const gone = applyMessage(two(), removed("2000", 11, 0));
  const lost = gone.nodes.get("1999")?.lost ?? new Map();
  strictEqual(shownLost(lost, NOW_MS + MARK_MS - 1), lost);
  strictEqual(shownLost(lost, NOW_MS + MARK_MS).size, 0);
  const links = model({
    nodes: [status([
      link("2000", { connected_since: ago(59) }),
      link("2001", { connected_since: ago(60) }),
      link("2002", { connected_since: null, elapsed_seconds: null }),
    ])],
  }).nodes.get("1999")?.links ?? new Map();
  deepStrictEqual([...links.values()].map((view) => isNewLink(view, NOW_MS)), [true, false, false]);
});
