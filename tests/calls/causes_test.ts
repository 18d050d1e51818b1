import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { causeOf } from "../../lib/calls/mod.ts";
import { CALL_CAUSES } from "../../lib/wire/mod.ts";

/** Every code of Asterisk's `causes.h`. */
const CODES = [
  ...[0, 1, 2, 3, 5, 6, 7, 8, 14, 16, 17, 18, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30, 31, 34, 38, 41, 42],
  ...[43, 44, 50, 52, 54, 57, 58, 65, 66, 69, 81, 88, 95, 96, 97, 98, 99, 100, 101, 102, 103, 111, 127],
];

Deno.test("causeOf names every cause of Asterisk, and no other", () => {
  for (let code = 0; code < 256; code++) {
    const { cause, description } = causeOf(code);
    strictEqual(cause === "unknown", code === 0 || !CODES.includes(code), String(code));
    ok(/^[a-z_]+$/.test(cause), cause);
    ok(/^[A-Z][^.]*$/.test(description), description);
  }
});

Deno.test("causeOf keeps the names that consumers know", () => {
  const known: Readonly<Record<number, string>> = {
    0: "unknown: Unknown or no cause provided",
    16: "normal_clearing: The call was hung up normally by one of the parties",
    17: "user_busy: The destination was busy",
    18: "no_answer: The destination did not answer",
    19: "no_answer: The destination did not answer within the timeout",
    21: "call_rejected: The call was rejected by the destination",
    31: "normal_unspecified: Normal call clearing, unspecified cause",
    34: "congestion: All circuits are busy or no circuit is available",
    127: "interworking: An interworking error occurred",
  };
  for (const [code, text] of Object.entries(known)) {
    const { cause, description } = causeOf(Number(code));
    strictEqual(`${cause}: ${description}`, text);
  }
});

Deno.test("CALL_CAUSES has every end that a call can have, each once, and no other", () => {
  const told = new Set(Array.from({ length: 256 }, (_, code) => causeOf(code).cause));
  deepStrictEqual([...told, "cancelled", "lost"].toSorted(), [...CALL_CAUSES].toSorted());
});
