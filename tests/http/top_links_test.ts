import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { compareNodeIds, topLinks } from "../../lib/http/mod.ts";
import type { LinkInfo } from "../../lib/wire/mod.ts";
import { linkInfo, nodeStatus } from "../wire/samples.ts";
import { fakeServices } from "./fake_services.ts";
import { linkStat } from "./samples.ts";

/** Services with links of these totals, and live sessions for some of them. */
function made(totals: Record<string, number>, sessions: Record<string, Partial<LinkInfo>>) {
  const services = fakeServices();
  services.totals = Object.entries(totals).map(([node, total_tx_seconds]) =>
    linkStat({ node, total_tx_seconds })
  )
    .sort((a, b) => b.total_tx_seconds - a.total_tx_seconds);
  services.shown = [nodeStatus({
    links: Object.entries(sessions).map(([node, fields]) => linkInfo({ node, ...fields })),
  })];
  return services;
}

Deno.test("topLinks orders by total, ties by node, and adds names", () => {
  const services = made({ "2001": 5, "2000": 9, "300": 5, "KF8S": 5 }, {});
  const rows = topLinks(services, "tx_seconds", 10);
  deepStrictEqual(rows.map(({ node, rate }) => [node, rate]), [
    ["2000", null],
    ["300", null],
    ["2001", null],
    ["KF8S", null],
  ]);
  deepStrictEqual([rows[0]?.callsign, rows[0]?.description, rows[0]?.location], ["W1AW", "Repeater", null]);
  deepStrictEqual([rows[1]?.callsign, rows[1]?.description, rows[1]?.location], [null, null, null]);
  strictEqual(topLinks(services, "tx_seconds", 2).length, 2);
});

Deno.test("topLinks rates a link by its running session, highest first, those without last", () => {
  const services = made({ "2000": 900, "2001": 5, "2002": 50, "2003": 1 }, {
    "2001": { session_tx_seconds: 30, elapsed_seconds: 60 },
    "2002": { session_tx_seconds: 1, elapsed_seconds: 3 },
    "2003": { session_tx_seconds: 99, elapsed_seconds: 60 },
  });
  deepStrictEqual(topLinks(services, "tx_rate", 10).map(({ node, rate }) => [node, rate]), [
    ["2003", 1],
    ["2001", 0.5],
    ["2002", 0.3333],
    ["2000", null],
  ]);
});

Deno.test("topLinks finds a high rate among links with small totals", () => {
  const services = made({ "2000": 900, "2001": 800, "2002": 1 }, {
    "2002": { session_tx_seconds: 1, elapsed_seconds: 2 },
  });
  deepStrictEqual(topLinks(services, "tx_rate", 1).map(({ node }) => node), ["2002"]);
});

Deno.test("topLinks takes names that the directory lacks from the live link", () => {
  const services = made({ "2001": 3 }, {
    "2001": { callsign: "K1ABC", description: null, location: "Here" },
  });
  const [row] = topLinks(services, "tx_seconds", 10);
  deepStrictEqual([row?.callsign, row?.description, row?.location], ["K1ABC", null, "Here"]);
});

Deno.test("topLinks has no rate for a session of unknown or no length", () => {
  const services = made({ "2000": 3, "2001": 2 }, {
    "2000": { elapsed_seconds: null },
    "2001": { elapsed_seconds: 0, session_tx_seconds: 0 },
  });
  deepStrictEqual(topLinks(services, "tx_rate", 10).map(({ rate }) => rate), [null, null]);
});

Deno.test("compareNodeIds puts numbers by value before names", () => {
  const sorted = ["KF8S", "2001", "300", "3066366", "AB1C", "W1AW Test", "0300"].sort(compareNodeIds);
  deepStrictEqual(sorted, ["0300", "300", "2001", "3066366", "AB1C", "KF8S", "W1AW Test"]);
});
