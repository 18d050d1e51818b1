import { deepStrictEqual } from "node:assert/strict";
import { Bench, saw } from "./helpers.ts";

const UP = "ESTABLISHED";

/** What a starting node tells, in its order; `leftOut` is lost on the way. */
function start(bench: Bench, sec: number, leftOut: string | null = null): void {
  const zeros = ["RPT_RXKEYED", "RPT_TXKEYED", "RPT_NUMLINKS", "RPT_NUMALINKS", "RPT_LINKS", "RPT_ALINKS"];
  for (const name of zeros) if (name !== leftOut) bench.variable(sec, name, "0");
}

/** Node 1999 with a link that is keyed and a local monitor, which no list of app_rpt has. */
function linked(): Bench {
  const bench = new Bench();
  bench.poll(0, {
    conns: [["2000", "", "IN", "00:10:00", UP], ["2001", "", "OUT", "00:10:00", UP]],
    linked: "T2000",
    alinks: "1,2000TK",
    saw: [saw("2000", true, 5, null), saw("2001", false, null, null)],
  });
  return bench;
}

const links = (bench: Bench, sec: number) => ["2000", "2001"].filter((node) => bench.link(sec, node));

Deno.test("LocalNode forgets every link, local monitors too, when its node starts anew", () => {
  const bench = linked();
  deepStrictEqual(links(bench, 10), ["2000", "2001"]);
  start(bench, 10);
  deepStrictEqual(links(bench, 10), []);
  deepStrictEqual(bench.told("LINK_TX").map(({ kind }) => kind), ["START", "STOP"]);
});

Deno.test("LocalNode keeps a local monitor when the other links go, which is no start", () => {
  const bench = linked();
  bench.variable(10, "RPT_ALINKS", "");
  bench.variable(10, "RPT_NUMALINKS", "0");
  bench.variable(10, "RPT_LINKS", "0");
  bench.variable(10, "RPT_NUMLINKS", "0");
  bench.variable(11, "RPT_ALINKS", "");
  deepStrictEqual(links(bench, 11), ["2001"]);
});

Deno.test("LocalNode does not take zeros of which one is missing for a start", () => {
  for (const missing of ["RPT_RXKEYED", "RPT_NUMLINKS", "RPT_LINKS"]) {
    const bench = linked();
    start(bench, 10, missing);
    deepStrictEqual(links(bench, 10), ["2001"], missing);
  }
});
