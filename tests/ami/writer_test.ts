import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { type AmiActionHeader, AmiError, encodeAction, encodeFrame } from "../../lib/ami/mod.ts";
import { decode } from "./support/decoding.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const isInvalid = (error: unknown) => error instanceof AmiError && error.code === "invalid";

Deno.test("encodeAction writes the action, its id and the headers in order", () => {
  const bytes = encodeAction(
    "RptStatus",
    [["Command", "XStat"], ["Node", "1998"], ["Node", "J. MÜLLER"]],
    "a-1",
  );
  strictEqual(
    text(bytes),
    "Action: RptStatus\r\nActionID: a-1\r\nCommand: XStat\r\nNode: 1998\r\nNode: J. MÜLLER\r\n\r\n",
  );
});

Deno.test("encodeAction writes neither id nor headers when none are given", () => {
  strictEqual(text(encodeAction("Ping")), "Action: Ping\r\n\r\n");
});

Deno.test("encodeFrame writes headers in order, empty values too", () => {
  strictEqual(
    text(encodeFrame([["Event", "RPT_ALINKS"], ["EventValue", ""]])),
    "Event: RPT_ALINKS\r\nEventValue: \r\n\r\n",
  );
});

for (const value of ["a\rb", "a\nb", "a\0b", "\r\n\r\nAction: Command", "\n"]) {
  Deno.test(`encodeAction refuses ${JSON.stringify(value)} wherever it stands`, () => {
    throws(() => encodeAction(value), isInvalid);
    throws(() => encodeAction("Ping", [], value), isInvalid);
    throws(() => encodeAction("Ping", [["Node", value]]), isInvalid);
    throws(() => encodeAction("Ping", [[value, "1998"]]), isInvalid);
    throws(() => encodeFrame([["Node", value]]), isInvalid);
    throws(() => encodeFrame([[value, "1998"]]), isInvalid);
  });
}

for (const name of ["", "No de", "Node:", ":", "\tNode", "No\x01de"]) {
  Deno.test(`encodeAction refuses the header name ${JSON.stringify(name)}`, () => {
    throws(() => encodeAction("Ping", [[name, "1"]]), isInvalid);
    throws(() => encodeFrame([[name, "1"]]), isInvalid);
  });
}

Deno.test("encodeAction keeps a refused value out of its error", () => {
  throws(() => encodeAction("Login", [["Secret", "hush\n"]]), (error) => {
    ok(error instanceof AmiError && error.message.includes("Secret") && !error.message.includes("hush"));
    return true;
  });
});

const value = fc.string({ unit: "grapheme", maxLength: 30 });
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,12}$/);

Deno.test("encodeAction writes what AmiDecoder reads back, or refuses", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (headers: AmiActionHeader[]) => {
      const unsafe = headers.some(([, value]) => /[\r\n\0]/.test(value));
      if (unsafe) return throws(() => encodeAction("Test", headers, "id-1"), isInvalid);
      const { frames } = decode([encodeAction("Test", headers, "id-1")], { expectBanner: false });
      strictEqual(frames.length, 1);
      const read = frames[0]?.headers().map(({ name, value }) => [name, value]);
      const written = [["Action", "Test"], ["ActionID", "id-1"], ...headers];
      deepStrictEqual(
        read,
        written.map(([name, value = ""]) => [name, value.replace(/^[ \t]+|[ \t]+$/g, "")]),
      );
    }),
    { numRuns: 500 },
  );
});
