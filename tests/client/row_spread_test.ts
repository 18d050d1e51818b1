import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type LinkView, type RowContent, RowSpread } from "../../lib/client/mod.ts";
import { link, model, status } from "./builders.ts";

const NOWHERE = () => [0, 0] as const;

function contents(views: readonly LinkView[], lostAtMs: number | null = null): Map<string, RowContent> {
  return new Map(views.map((view) => [view.node, { link: view, lostAtMs }]));
}

/** Links as the page has them; others, though alike, with each call. */
function links(count: number): readonly LinkView[] {
  const infos = Array.from({ length: count }, (_, at) => link(String(2000 + at)));
  return [...model({ nodes: [status(infos)] }).nodes.get("1999")?.links.values() ?? []];
}

/** Asks until it is done. Gives how many rows changed each time, and what is shown in the end. */
function frames(
  spread: RowSpread,
  wanted: ReadonlyMap<string, RowContent>,
  before: ReadonlyMap<string, RowContent>,
) {
  const counts: number[] = [];
  let shown = before;
  do {
    const last = shown;
    shown = spread.next(wanted, NOWHERE);
    counts.push(
      [...shown].filter(([id, { link, lostAtMs }]) =>
        last.get(id)?.link !== link || last.get(id)?.lostAtMs !== lostAtMs
      ).length,
    );
  } while (!spread.isDone);
  return { counts, shown };
}

Deno.test("RowSpread shows at once what the page came with, and what few rows change", () => {
  const spread = new RowSpread();
  const first = contents(links(100));
  strictEqual(spread.next(first, NOWHERE).size, 100);
  strictEqual(spread.isDone, true);
  const keyed = contents(
    [...first.values()].map(({ link }) => link.node === "2000" ? { ...link, keyedSinceMs: 1 } : link),
  );
  strictEqual(spread.next(keyed, NOWHERE).get("2000")?.link.keyedSinceMs, 1);
  strictEqual(spread.isDone, true);
});

Deno.test("RowSpread spreads what changes many rows, ends with all that was wanted, and sets up fewer than it writes", () => {
  const spread = new RowSpread();
  const none = spread.next(new Map(), NOWHERE);
  const wanted = contents(links(100));
  const appeared = frames(spread, wanted, none);
  deepStrictEqual(appeared.shown, wanted);
  strictEqual(Math.max(...appeared.counts), 6);
  const polled = contents(links(100));
  const changed = frames(spread, polled, wanted);
  deepStrictEqual(
    [...changed.shown.values()].map(({ link }) => link),
    [...polled.values()].map(({ link }) => link),
  );
  deepStrictEqual(changed.counts, [12, 12, 12, 12, 12, 12, 12, 12, 4]);
  const lost = frames(spread, contents([...polled.values()].map(({ link }) => link), 5), polled);
  strictEqual(Math.max(...lost.counts), 12, "that a link went is a change too");
  strictEqual(frames(spread, new Map(), lost.shown).shown.size, 0, "what is not wanted goes at once");
});

Deno.test("RowSpread begins with the rows in sight, keeps the order wanted, and follows what comes meanwhile", () => {
  const spread = new RowSpread();
  const before = contents(links(100));
  spread.next(before, NOWHERE);
  const wanted = contents(links(100));
  const first = spread.next(wanted, () => [50, 56]);
  const isNew = (shown: ReadonlyMap<string, RowContent>) =>
    [...shown.keys()].filter((id) => shown.get(id)?.link === wanted.get(id)?.link);
  deepStrictEqual(isNew(first).map(Number), [
    2000,
    2001,
    2002,
    2003,
    2004,
    2005,
    2050,
    2051,
    2052,
    2053,
    2054,
    2055,
  ]);
  deepStrictEqual([...first.keys()], [...wanted.keys()]);
  const turned = new Map([...wanted].reverse());
  const next = spread.next(turned, NOWHERE);
  deepStrictEqual([...next.keys()], [...turned.keys()]);
  ok(isNew(next).length === 24, "twelve more");
  strictEqual(spread.isDone, false);
});
