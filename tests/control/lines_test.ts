import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { encodeAction } from "../../lib/ami/mod.ts";
import {
  type CommandRequest,
  ControlError,
  isSafeLine,
  readCommand,
  rptLines,
} from "../../lib/control/mod.ts";
import { COMMAND_ACTIONS } from "../../lib/wire/mod.ts";

const NOTHING = () => undefined;

/** The lines of a command, or the field that it was refused for. */
function linesOf(request: CommandRequest, node = "1998"): readonly string[] | string {
  try {
    return rptLines(node, readCommand(request, node, NOTHING)).map(({ line }) => line);
  } catch (error) {
    if (error instanceof ControlError) return `refused: ${error.more.field}`;
    throw error;
  }
}

/** Text of people with bad intentions: pieces that end lines, commands and messages, between ordinary ones. */
const nasty = fc.array(
  fc.oneof(
    fc.constantFrom(
      "\r\n",
      "\n",
      "\r",
      "\0",
      ";",
      "|",
      "!",
      "`",
      "$(",
      "\\",
      '"',
      "'",
      " ",
      "\t",
      ":",
      "\u2028",
      "\u0085",
    ),
    fc.constantFrom("Action: Originate", "core stop now", "2001", "*3", "KF8S", "%node%"),
    fc.string({ maxLength: 6 }),
  ),
  { maxLength: 6 },
).map((parts) => parts.join(""));

Deno.test("rptLines writes one line of plain words for one action, whatever the fields are", () => {
  const request: fc.Arbitrary<CommandRequest> = fc.record({
    action: fc.constantFrom(...COMMAND_ACTIONS),
    target: fc.option(nasty, { nil: undefined }),
    digits: fc.option(nasty, { nil: undefined }),
    name: fc.option(nasty, { nil: undefined }),
    permanent: fc.option(fc.boolean(), { nil: undefined }),
  }, { requiredKeys: ["action"] });
  fc.assert(
    fc.property(request, (asked) => {
      const lines = linesOf(asked);
      if (typeof lines === "string") return;
      for (const line of lines) {
        ok(
          /^rpt (cmd 1998 ilink \d{1,2} [A-Za-z0-9_.-]+|fun 1998 [0-9A-D*#]+)$/.test(line),
          JSON.stringify(line),
        );
        ok(isSafeLine(line));
        const text = new TextDecoder().decode(encodeAction("Command", [["Command", line]], "1"));
        deepStrictEqual(text.split("\r\n"), ["Action: Command", "ActionID: 1", `Command: ${line}`, "", ""]);
      }
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("readCommand takes every target that app_rpt knows and refuses what is none, by the name of the field", () => {
  for (const target of ["2001", "100", "3990417", "1234567890"]) {
    deepStrictEqual(linesOf({ action: "connect", target }), [`rpt cmd 1998 ilink 3 ${target}`]);
  }
  for (
    const target of [
      "",
      "0",
      "02001",
      "12",
      "12345678901",
      "KF8S",
      "2001 ",
      "2001\n",
      "-1",
      "1998",
      "２００１",
    ]
  ) {
    strictEqual(linesOf({ action: "connect", target }), "refused: target", JSON.stringify(target));
  }
  for (const target of ["KF8S", "101-P", "W1AW-10", "2001"]) {
    deepStrictEqual(linesOf({ action: "disconnect", target }), [`rpt cmd 1998 ilink 11 ${target}`]);
  }
  for (const target of ["", "-P", "A B", "A;B", "A|B", "A\r\nAction: Logoff", "x".repeat(33)]) {
    strictEqual(linesOf({ action: "disconnect", target }), "refused: target", JSON.stringify(target));
  }
  for (const digits of ["", "*3 2001", "e", "12;core stop now", "1".repeat(33), "*1\0"]) {
    strictEqual(linesOf({ action: "dtmf", digits }), "refused: digits", JSON.stringify(digits));
  }
});

Deno.test("readCommand refuses a field that does not go with the action, and one that is missing", () => {
  strictEqual(linesOf({ action: "disconnect_all", target: "2001" }), "refused: target");
  strictEqual(linesOf({ action: "disconnect", target: "2001", permanent: true }), "refused: permanent");
  strictEqual(linesOf({ action: "connect", target: "2001", digits: "1" }), "refused: digits");
  strictEqual(linesOf({ action: "dtmf" }), "refused: digits");
  strictEqual(linesOf({ action: "named", name: "nobody-has-it" }), "refused: name");
  strictEqual(linesOf({ action: "named", name: "toString" }), "refused: name");
});

Deno.test("rptLines never writes the line of an owner's command that has more than plain words", () => {
  const named = { name: "x", label: "X", nodes: null, role: "operator", ask: false } as const;
  for (
    const run of ["rpt cmd %node% cop 4\nAction: Logoff", "rpt cmd %node% cop 4; core stop now", "rpt  fun"]
  ) {
    let message = "";
    try {
      rptLines("1998", { action: "named", named: { ...named, run } });
    } catch (error) {
      message = String(error);
    }
    ok(message.includes("plain words"), run);
  }
  const run = "rpt cmd %node% cop 61 GPIO1=1";
  deepStrictEqual(rptLines("1998", { action: "named", named: { ...named, run } }).map(({ line }) => line), [
    "rpt cmd 1998 cop 61 GPIO1=1",
  ]);
});
