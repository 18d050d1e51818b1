import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import {
  formatBytes,
  formatGauge,
  gaugeWords,
  readLogLine,
  readSystem,
  withLine,
} from "../../lib/client/mod.ts";
import type { LogEntry } from "../../lib/wire/mod.ts";

const line = (id: number): LogEntry => ({
  id,
  at: "2026-02-12T10:30:00.000Z",
  level: "info",
  room: "http",
  text: `line ${id}`,
});

Deno.test("withLine puts a line first, none twice, and lets go of the oldest", () => {
  const lines = [line(2), line(1)];
  deepStrictEqual(withLine(lines, line(3), 2).map(({ id }) => id), [3, 2]);
  strictEqual(withLine(lines, line(2), 2), lines);
  const restarted = { ...line(1), at: "2026-02-12T11:00:00.000Z" };
  deepStrictEqual(
    withLine(lines, restarted, 9).map(({ id }) => id),
    [1, 2, 1],
    "numbers begin anew with the server",
  );
});

Deno.test("readLogLine takes lines of the log and nothing else", () => {
  deepStrictEqual(readLogLine(JSON.stringify(line(1))), line(1));
  for (const text of ["", "3", "null", "{}", '{"id":1,"at":"x","level":"info","room":"http"}', "not json"]) {
    strictEqual(readLogLine(text), null, text);
  }
});

Deno.test("readSystem tells a report, an end of the session, and what is no answer", async () => {
  const report = { generated_at: "x", database: {}, gauges: [], servers: [], counts: [], bounds: [] };
  const answers: readonly (readonly [number, unknown, string])[] = [
    [200, { ok: true, data: report }, "read"],
    [200, { ok: true, data: { ...report, gauges: null } }, "failed"],
    [401, {}, "ended"],
    [403, {}, "ended"],
    [502, null, "failed"],
  ];
  for (const [status, body, kind] of answers) {
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => undefined },
      () => Response.json(body, { status }),
    );
    strictEqual((await readSystem(`http://127.0.0.1:${server.addr.port}/`)).kind, kind, `${status}`);
    await server.shutdown();
    strictEqual((await readSystem(`http://127.0.0.1:${server.addr.port}/`)).kind, "failed");
  }
});

Deno.test("gaugeWords says a chart in words, with the unit of its gauge", () => {
  deepStrictEqual([formatBytes(100), formatBytes(2_048), formatBytes(65e6)], [
    "100 B",
    "2.0 KiB",
    "62.0 MiB",
  ]);
  deepStrictEqual(
    [
      formatGauge("seconds", 0.0042),
      formatGauge("per_second", 3.14),
      formatGauge("per_second", 314),
      formatGauge("count", 7),
    ],
    ["4.2 ms", "3.1 /s", "314 /s", "7"],
  );
  const gauge = { name: "clients", label: "Clients", unit: "count", value: 3 } as const;
  strictEqual(gaugeWords({ ...gauge, history: [3] }, 10), "Clients: 3");
  strictEqual(gaugeWords({ ...gauge, history: [1, 3] }, 10), "Clients: 3, from 1 to 3 in the last minute");
  match(gaugeWords({ ...gauge, history: new Array(120).fill(3) }, 10), /from 3 to 3 in the last 20 min$/);
});
