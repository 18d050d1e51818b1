import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  flagsPolarity,
  kindOfNode,
  parseAdjacentLinks,
  parseLinkedNodes,
  parseLocalNodes,
  parseNodeStat,
  parseReachableNodes,
  parseRptStat,
  parseSawStat,
  parseXStat,
  readRptSignal,
} from "../../lib/rpt/mod.ts";
import type { HeaderSource } from "../../lib/rpt/mod.ts";
import { connRow, frameOf, recordedFrames, recordedReply } from "./frames.ts";

/** Text that is nearly right: bits of the real grammars between arbitrary characters. */
const nearlyRight = fc.array(
  fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("T1999", "TU", "K", ",", "12", " ", "0", "<NONE>", "000000RU", "ESTABLISHED", "00:00:03"),
    fc.constantFrom(
      "IN",
      "OUT",
      "(none)",
      "127.0.0.1",
      "2001:db8::1",
      "=",
      "<node>",
      "</node>",
      "-1",
      "RPT_ALINKS",
    ),
  ),
  { maxLength: 12 },
).map((parts) => parts.join(""));

const headerNames = fc.oneof(
  fc.constantFrom(
    "Conn",
    "LinkedNodes",
    "Var",
    "Node",
    "Nodes",
    "RptUptime",
    "EventValue",
    "Variable",
    "Value",
  ),
  fc.constantFrom(
    "parrot_ena",
    "sys_ena",
    "patch_state",
    "tot_state",
    "Channel",
    "TxTimeToday",
    "IsRemoteBase",
  ),
  fc.string(),
);

function everyReader(frame: HeaderSource & { readonly name: string }): void {
  const xstat = parseXStat(frame, ["1999"], "inverted");
  // Names of headers are matched without regard to case.
  const rows = frame.headers().filter((header) => header.name.toLowerCase() === "conn").length;
  ok(xstat.conns.length <= rows && xstat.badRows >= rows - xstat.conns.length);
  const sawStat = parseSawStat(frame);
  strictEqual(sawStat.rows.length + sawStat.badRows, rows);
  ok(["inverted", "plain", "unknown"].includes(flagsPolarity(parseNodeStat(frame), frame)));
  ok(Array.isArray(parseRptStat(frame).nodes));
  const signal = readRptSignal(frame);
  if (signal && "list" in signal.variable) ok(signal.variable.list.badRows >= 0);
}

Deno.test("every grammar survives any text and accounts for every row", () => {
  fc.assert(
    fc.property(nearlyRight, (text) => {
      const parts = text.split(",").length;
      for (const list of [parseAdjacentLinks(text), parseReachableNodes(text), parseLinkedNodes(text)]) {
        ok(list.items.length + list.badRows <= parts);
        for (const { name } of list.items) ok(name !== "" && !name.includes(",") && name !== "000000");
      }
      for (const node of parseLocalNodes(text.split("\n"))) ok(/^\d+$/.test(node));
      ok(["allstar", "echolink", "irlp", "text", "private"].includes(kindOfNode(text)));
    }),
    { numRuns: 500 },
  );
});

Deno.test("every reader of frames survives any headers", () => {
  const header = fc.record({ name: headerNames, value: nearlyRight }, { noNullPrototype: true });
  const events = fc.oneof(fc.constantFrom("VarSet", "RPT_ALINKS", "RPT_LINKS", "RPT_NUMLINKS"), fc.string());
  fc.assert(
    fc.property(events, fc.array(header, { maxLength: 12 }), (name, headers) => {
      everyReader({
        name,
        get: (wanted) => headers.find((header) => header.name === wanted)?.value,
        headers: () => headers,
      });
    }),
    { numRuns: 500 },
  );
});

Deno.test("every reader survives recorded answers with a character changed, cut or doubled", () => {
  const lines = ["02c-33", "02c-34"].flatMap((id) =>
    recordedReply("02c-rptstatus-2-links-modes", id).headers().map(({ name, value }) => `${name}: ${value}`)
  );
  const change = fc.tuple(fc.nat(lines.length - 1), fc.nat(60), fc.nat(3), fc.string({ maxLength: 2 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const changed = [...lines];
      for (const [line, at, cut, insert] of changes) {
        changed[line] = changed[line]!.slice(0, at) + insert + changed[line]!.slice(at + cut);
      }
      everyReader(frameOf(changed));
    }),
    { numRuns: 300, examples: [[lines.map((_, line) => [line, 0, 1, "c"])]] },
  );
});

Deno.test("every row of every recorded XStat and SawStat is understood", () => {
  let xstats = 0;
  let sawStats = 0;
  for (const entry of Deno.readDirSync(new URL("../../fixtures/ami/", import.meta.url))) {
    if (!/^(02|03|04f).*\.raw$/.test(entry.name)) continue;
    for (const frame of recordedFrames(entry.name.slice(0, -4))) {
      if (frame.get("LinkedNodes") !== undefined) {
        xstats++;
        const { badRows, linkedNodes, adjacent } = parseXStat(frame);
        strictEqual(badRows + linkedNodes.badRows + (adjacent?.badRows ?? 0), 0, entry.name);
      } else if (frame.get("Conn") !== undefined) {
        sawStats++;
        strictEqual(parseSawStat(frame).badRows, 0, entry.name);
      }
    }
  }
  ok(xstats > 150 && sawStats > 50, `${xstats} XStat, ${sawStats} SawStat`);
});

Deno.test("parseXStat stays linear in a row of any length", () => {
  const long = "K".repeat(200_000);
  const rows = [
    `Conn: ${long}`,
    `Conn: ${connRow({ name: long, peer: "192.0.2.7" })}`,
    `Conn: ${" 0".repeat(100_000)}`,
  ];
  const xstat = parseXStat(frameOf(["Node: 1", ...rows]), [long]);
  strictEqual(xstat.badRows, 2);
  strictEqual(xstat.conns[0]?.ip, "192.0.2.7");
});
