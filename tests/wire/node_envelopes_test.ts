import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseEnvelope, parseNodeEnvelope } from "../../lib/wire/mod.ts";
import { SAMPLE_ENVELOPES } from "./samples.ts";

Deno.test("parseNodeEnvelope reads what parseEnvelope reads, but nothing of calls", () => {
  const unread = new Set<string>();
  for (const envelope of SAMPLE_ENVELOPES) {
    const text = JSON.stringify(envelope);
    const read = parseNodeEnvelope(text);
    if (read === null) unread.add(envelope.messageType);
    else deepStrictEqual(read, parseEnvelope(text), envelope.messageType);
    strictEqual(parseNodeEnvelope(JSON.stringify({ ...envelope, data: null })), null, envelope.messageType);
  }
  deepStrictEqual([...unread], ["CALL_STATE"]);
  strictEqual(parseNodeEnvelope("{"), null);
});
