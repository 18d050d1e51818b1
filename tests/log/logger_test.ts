import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { createLogger, formatJson, formatText, type LogRecord } from "../../lib/log/mod.ts";

function collecting(level: "debug" | "info" | "warn" | "error") {
  const records: LogRecord[] = [];
  const log = createLogger("room", { level, now: () => 0, sink: (record) => void records.push(record) });
  return { log, records };
}

Deno.test("createLogger writes nothing below its level", () => {
  const { log, records } = collecting("warn");
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  deepStrictEqual(records.map((record) => record.level), ["warn", "error"]);
});

Deno.test("createLogger gives a child's lines its room and its fields", () => {
  const { log, records } = collecting("debug");
  log.child("http", { requestId: "r1" }).child("live").info("hello", { clients: 2 });
  deepStrictEqual(records, [
    { atMs: 0, level: "info", room: "live", message: "hello", fields: { requestId: "r1", clients: 2 } },
  ]);
});

Deno.test("formatText keeps a line one line whatever a value holds", () => {
  const record = {
    atMs: 0,
    level: "warn",
    room: "ami",
    message: "bad\nname",
    fields: { name: 'x"\r\ny', n: 3 },
  } as const;
  const line = formatText(record);
  strictEqual(line.includes("\n") || line.includes("\r"), false);
  match(line, /^1970-01-01T00:00:00\.000Z WARN {2}ami: bad\\nname name="x\\"\\r\\ny" n=3$/);
});

Deno.test("formatJson is one JSON object a line with the fields beside the message", () => {
  const line = formatJson({ atMs: 0, level: "info", room: "ami", message: "up\n", fields: { server: "a" } });
  deepStrictEqual(JSON.parse(line), {
    at: "1970-01-01T00:00:00.000Z",
    level: "info",
    room: "ami",
    message: "up\n",
    server: "a",
  });
  strictEqual(line.includes("\n"), false);
});
