import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Lane, laneNames, laneRoom, laneRows } from "../../lib/client/mod.ts";

const name = (node: string, callsign: string | null = null) => ({
  localNode: "1999",
  node,
  callsign,
  description: null,
});

/** A lane that talked until so many seconds, `null` while it talks. */
const talked = (node: string, endedAt: number | null): Lane => ({
  ...name(node),
  talks: [{ startedAtMs: 0, endedAtMs: endedAt === null ? null : endedAt * 1_000 }],
});

const LIMITS = { inSight: 4, drawn: 6 };
const links = (count: number) => Array.from({ length: count }, (_, index) => name(String(2000 + index)));
const rowsOf = (lanes: readonly Lane[], count: number, before: readonly Lane[] = []) =>
  laneRows("1999", lanes, links(count), before, LIMITS);
const nodes = (lanes: readonly Lane[]) => lanes.map(({ node }) => node).join(" ");

Deno.test("laneRows has a row for the receiver and each link while there are places in sight", () => {
  const { rows, others } = rowsOf([talked("2001", 5)], 3);
  deepStrictEqual([nodes(rows), nodes(others)], ["1999 2001 2000 2002", ""]);
  const again = rowsOf([talked("2001", 5)], 3, rows);
  strictEqual(again.rows[2], rows[2], "what is as it was is the same object");
});

Deno.test("laneRows fills up with silent links to the places in sight, and names all others by number", () => {
  const { rows, others } = rowsOf([talked("2004", 5)], 6);
  deepStrictEqual([nodes(rows), nodes(others)], ["1999 2004 2000 2001", "2002 2003 2005"]);
});

Deno.test("laneRows gives who begins to talk the row of a silent link, then one of its own, then that of the quietest", () => {
  let { rows } = rowsOf([talked("2000", 10)], 9);
  const say = (...lanes: Lane[]) => ({ rows } = rowsOf(lanes, 9, rows));
  const spoken = [talked("2000", 10), talked("2007", 20)];
  deepStrictEqual(nodes(say(...spoken).rows), "1999 2000 2001 2007");
  spoken.push(talked("2008", 30), talked("2005", 40), talked("2006", 50));
  deepStrictEqual(nodes(say(...spoken).rows), "1999 2000 2008 2007 2005 2006");
  const { others } = say(...spoken, talked("2003", null));
  deepStrictEqual([nodes(rows), nodes(others)], ["1999 2003 2008 2007 2005 2006", "2000 2001 2002 2004"]);
  deepStrictEqual(
    nodes(say(...spoken, talked("2003", null)).rows),
    nodes(rows),
    "nobody comes back for old talk",
  );
});

Deno.test("laneRows keeps the row in sight of a link that went, silent, and drops it below", () => {
  const before = rowsOf([talked("2000", 1), talked("2001", 2), talked("2002", 3), talked("2003", 4)], 0).rows;
  deepStrictEqual(nodes(before), "1999 2000 2001 2002 2003");
  const { rows, others } = rowsOf([], 0, before);
  deepStrictEqual([nodes(rows), nodes(others)], ["1999 2000 2001 2002", ""]);
  deepStrictEqual(rows.flatMap(({ talks }) => talks), []);
});

Deno.test("laneRows gives a link that came the row of one that went, and moves no other", () => {
  const before = rowsOf([], 2).rows;
  deepStrictEqual(nodes(before), "1999 2000 2001");
  const { rows } = laneRows("1999", [], [name("2001"), name("2009")], before, LIMITS);
  deepStrictEqual(nodes(rows), "1999 2009 2001");
});

Deno.test("laneRows names who talks by its link where the edge had no name", () => {
  const { rows } = laneRows("1999", [talked("2000", 5)], [name("2000", "W1ABC")]);
  deepStrictEqual(rows.map(({ callsign }) => callsign), [null, "W1ABC"]);
});

Deno.test("laneNames is the same list while the names are", () => {
  const before = links(3);
  strictEqual(laneNames(links(3), before), before);
  deepStrictEqual(laneNames(links(2), before), links(2));
  deepStrictEqual(laneNames([name("2000", "W1ABC")], links(1))[0]?.callsign, "W1ABC");
});

Deno.test("laneRoom has a place for one or two more, keeps what there is, and is set up anew for twice as many", () => {
  deepStrictEqual([1, 2, 3, 4, 9, 10, 11, 12, 100].map((lanes) => laneRoom(lanes, 0)), [
    2,
    4,
    4,
    6,
    10,
    12,
    12,
    12,
    12,
  ]);
  deepStrictEqual([3, 6, 7, 12, 13].map((lanes) => laneRoom(lanes, 6)), [6, 6, 6, 6, 12]);
  strictEqual(laneRoom(1, 12), 12, "it never gets smaller");
  strictEqual(laneRoom(24, 12), 12);
});
