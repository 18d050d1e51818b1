import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseConnRow } from "../../lib/rpt/conn_row.ts";
import type { XStatConn } from "../../lib/rpt/mod.ts";
import { connRow } from "./frames.ts";
import type { ConnRowText } from "./frames.ts";

const NOTHING_KNOWN: ReadonlySet<string> = new Set();
const LONG_PEER = "2001:db8:85a3:8d3:1319:8a2e:37";

/** What a row says, in words. */
function connOf(row: ConnRowText, elapsedSec: number): XStatConn {
  const peer = row.peer ?? "";
  return {
    name: row.name,
    ip: peer === "" || peer === "(none)" ? null : peer,
    noChannel: peer === "(none)",
    reconnects: row.reconnects ?? 0,
    direction: row.direction ?? "OUT",
    elapsedSec,
    state: row.state ?? "ESTABLISHED",
  };
}

const ROWS: readonly (readonly [row: ConnRowText, elapsedSec: number])[] = [
  [{ name: "1999", peer: "127.0.0.1" }, 3],
  [{ name: "2001", peer: "(none)", reconnects: 3, state: "CONNECTING", time: "00:01:05" }, 65],
  [{ name: "1910", peer: "127.0.0.1", time: "141:46:12" }, 510_372],
  [{ name: "3507690", direction: "IN", time: "00:00:08" }, 8],
  [{ name: "3101425", reconnects: 1 }, 3],
  [{ name: "101-P", direction: "IN" }, 3],
  [{ name: "KG5DRT-1", peer: "192.168.10.61", direction: "IN" }, 3],
  [{ name: "KG5DRT ONE", peer: "192.168.10.61" }, 3],
  [{ name: "KG5DRT ONE" }, 3],
  [{ name: "KG5DRT ONE", peer: "(none)" }, 3],
  [{ name: "A B", peer: "192.0.2.7" }, 3],
  [{ name: "A B" }, 3],
  [{ name: "KG5DRTABC", peer: "192.0.2.7" }, 3],
  [{ name: "KG5DRTABCD", peer: "192.0.2.7" }, 3],
  [{ name: "KG5DRTABCDE", peer: "192.0.2.7" }, 3],
  [{ name: "KG5DRTABC12", peer: "192.0.2.7" }, 3],
  [{ name: "KG5DRTABCDE" }, 3],
  [{ name: "KG5DRTABCDE", peer: "(none)" }, 3],
  [{ name: "12345678901", peer: "10.1.2.3", reconnects: 12 }, 3],
  [{ name: "OUT 0 IN", peer: "192.0.2.7" }, 3],
  [{ name: "KØABC", peer: "192.0.2.7" }, 3],
  [{ name: "1999", peer: "::1" }, 3],
  [{ name: "1999", peer: "0:0:0:0:0:0:0::" }, 3],
  [{ name: "1999", peer: "fe80::1ff:fe23:4567" }, 3],
  [{ name: "1999", peer: "2001:db8::1:2:3:4567", reconnects: 12 }, 3],
  [{ name: "1999", peer: LONG_PEER, reconnects: 7 }, 3],
  [{ name: "1999", peer: "::ffff:192.168.100.200" }, 3],
  [{ name: "1999", peer: "fe80::1ff:fe23:4567%eth0" }, 3],
  [{ name: "KG5DRT ONE", peer: LONG_PEER }, 3],
  [{ name: "KG5DRT-WEST", peer: LONG_PEER, reconnects: 7 }, 3],
];

Deno.test("parseConnRow reads rows as app_rpt pads them, without knowing any name", () => {
  for (const [row, elapsedSec] of ROWS) {
    deepStrictEqual(parseConnRow(connRow(row), NOTHING_KNOWN), connOf(row, elapsedSec), connRow(row));
  }
});

Deno.test("parseConnRow reads rows whose columns were collapsed to one blank", () => {
  for (const [row, elapsedSec] of ROWS) {
    if (row.name === "12345678901") continue; // digits that touch digits cannot be parted without a known name
    const reconnects = (row.peer ?? "").length >= 20 ? Math.min(row.reconnects ?? 0, 9) : row.reconnects;
    const expected = connOf({ ...row, reconnects }, elapsedSec);
    const collapsed = connRow({ ...row, reconnects }).replace(/ +/g, " ");
    deepStrictEqual(parseConnRow(collapsed, NOTHING_KNOWN), expected, collapsed);
  }
});

Deno.test("parseConnRow parts a name from the peer it touches by the known names", () => {
  const known = new Set(["KG5DRT", "KG5DRTABC1", "KG5DRTABC12", "1999", "W1AW-REMOTE-D"]);
  const rows: readonly ConnRowText[] = [
    { name: "KG5DRTABC12", peer: "3.4.5.6" },
    { name: "KG5DRTABC1", peer: "23.4.5.6" },
    { name: "W1AW-REMOTE-D", peer: "ead:beef::1:2:3:4:5" },
    { name: "W1AW-REMOTE-D", peer: "::ffff:192.168.100.200" },
    { name: "1999", peer: LONG_PEER },
  ];
  for (const row of rows) deepStrictEqual(parseConnRow(connRow(row), known), connOf(row, 3), connRow(row));
  deepStrictEqual(
    parseConnRow("KG5DRTABC12192.0.2.7 0 OUT 00:00:03 ESTABLISHED", known),
    connOf({ name: "KG5DRTABC12", peer: "192.0.2.7" }, 3),
  );
});

Deno.test("parseConnRow does not take a short known name for the start of a longer one", () => {
  const row = { name: "19991", peer: "192.0.2.7" };
  deepStrictEqual(parseConnRow(connRow(row), new Set(["1999", "199"])), connOf(row, 3));
  deepStrictEqual(
    parseConnRow("19991 192.0.2.7 0 OUT 00:00:03 ESTABLISHED", new Set(["1999"])),
    connOf(row, 3),
  );
});

Deno.test("parseConnRow keeps a peer that is no address where the columns show that it is one", () => {
  const row = { name: "KG5DRT ONE", peer: "localhost" };
  deepStrictEqual(parseConnRow(connRow(row), NOTHING_KNOWN), connOf(row, 3));
});

Deno.test("parseConnRow gives nothing for what is no row", () => {
  const bad = [
    "",
    "1998 1 1 -1",
    "ESTABLISHED",
    connRow({ name: "1999" }).replace("ESTABLISHED", "UP"),
    connRow({ name: "1999" }).replace("OUT", "BOTH"),
    connRow({ name: "1999", time: "00:03" }),
    connRow({ name: "1999", time: "0a:00:03" }),
    connRow({ name: "" }).trim(),
    "1999 127.0.0.1 OUT 00:00:03 ESTABLISHED",
    "1999 x OUT 00:00:03 ESTABLISHED",
    "2000 192.0.2.10 1 IN 00:10:00",
  ];
  for (const row of bad) strictEqual(parseConnRow(row, NOTHING_KNOWN), undefined, row);
});

const ipv4 = fc.ipV4();
const peers = fc.oneof(
  fc.constantFrom("", "(none)", "::1", "::ffff:10.0.0.1"),
  ipv4,
  fc.ipV6().filter((address) => !address.startsWith("::") || address.length > 3).map((peer) =>
    peer.slice(0, 30)
  ),
);
const nodeNames = fc.stringMatching(/^[A-Z0-9]([A-Z0-9 -]{0,15}[A-Z0-9])?$/).filter((name) =>
  !/ \d/.test(name)
);
const rowTexts = fc.record({
  name: nodeNames,
  peer: peers,
  reconnects: fc.nat(9_999),
  direction: fc.constantFrom("IN" as const, "OUT" as const),
  elapsedSec: fc.nat(4_000_000),
  state: fc.constantFrom("ESTABLISHED" as const, "CONNECTING" as const),
});

function clock(seconds: number): string {
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

Deno.test("parseConnRow reads back any row app_rpt could print, the names being known", () => {
  fc.assert(fc.property(rowTexts, (row) => {
    const text = connRow({ ...row, time: clock(row.elapsedSec) });
    deepStrictEqual(parseConnRow(text, new Set([row.name])), connOf(row, row.elapsedSec), text);
  }));
});

Deno.test("parseConnRow reads back any row with a peer within its column, no name being known", () => {
  const short = rowTexts.filter((row) => row.peer.length < 20);
  fc.assert(fc.property(short, (row) => {
    const text = connRow({ ...row, time: clock(row.elapsedSec) });
    deepStrictEqual(parseConnRow(text, NOTHING_KNOWN), connOf(row, row.elapsedSec), text);
  }));
});
