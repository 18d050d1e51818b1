import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { TextFrame } from "../../lib/ami/mod.ts";
import { AskedActions } from "../../lib/wiretap/asked_actions.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function reply(id: string): TextFrame {
  return new TextFrame(`Response: Success\nActionID: ${id}`, false);
}

Deno.test("AskedActions knows an action by its ActionID, once, however its bytes were cut", () => {
  const asked = new AskedActions();
  asked.sent(bytes("Action: RptStatus\r\nActionID: a-1\r\nComm"), 5);
  strictEqual(asked.answeredBy(reply("a-1")), undefined);
  asked.sent(bytes("and: XStat\r\nNode: 1998\r\n\r\naction: Ping\nactionid: 2\n\n"), 6);
  deepStrictEqual(asked.answeredBy(reply("a-1")), {
    atMs: 6,
    action: "RptStatus",
    command: "XStat",
    node: "1998",
  });
  strictEqual(asked.answeredBy(reply("a-1")), undefined);
  strictEqual(asked.answeredBy(new TextFrame("Event: OriginateResponse\nActionID: 2", false)), undefined);
  strictEqual(asked.answeredBy(reply("2"))?.action, "Ping");
});

Deno.test("AskedActions forgets the oldest action beyond its bound", () => {
  const asked = new AskedActions();
  for (let id = 0; id <= 1_000; id++) asked.sent(bytes(`Action: Ping\r\nActionID: ${id}\r\n\r\n`), id);
  strictEqual(asked.answeredBy(reply("0")), undefined);
  strictEqual(asked.answeredBy(reply("1"))?.atMs, 1);
  strictEqual(asked.answeredBy(reply("1000"))?.atMs, 1_000);
});

Deno.test("AskedActions remembers no action without an ActionID and survives any bytes", () => {
  const asked = new AskedActions();
  asked.sent(bytes("Action: Ping\r\n\r\n\r\n\r\n:::\r\n\r\nActionID: 3\r\n\r\n"), 1);
  asked.sent(Uint8Array.of(0xff, 0, 10, 10, 10), 2);
  strictEqual(asked.answeredBy(reply("3")), undefined);
});
