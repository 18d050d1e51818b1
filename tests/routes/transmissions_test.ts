import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Transmission } from "../../lib/store/mod.ts";
import { fakeServices } from "../http/fake_services.ts";
import { SAMPLE_AT, SAMPLE_AT_MS } from "../wire/samples.ts";
import { jsonOf, serving } from "./serving.ts";

function transmission(localNode: string, node: string, agoMs: number, lengthMs: number | null): Transmission {
  const startedAtMs = SAMPLE_AT_MS - agoMs;
  const endedAtMs = lengthMs === null ? null : startedAtMs + lengthMs;
  return { localNode, node, callsign: "W1AW", description: null, startedAtMs, endedAtMs };
}

const iso = (agoMs: number) => new Date(SAMPLE_AT_MS - agoMs).toISOString();

Deno.test("GET /api/transmissions gives instants as ISO text, and null for what runs", async () => {
  const { ask, services } = serving();
  services.transmissions = [
    transmission("1999", "2000", 500, null),
    transmission("1999", "1999", 9_000, 1_250),
  ];
  const response = await ask("/api/transmissions?since=-15m&limit=5");
  deepStrictEqual(await jsonOf(response), {
    ok: true,
    data: {
      transmissions: [
        entry("1999", "2000", iso(500), null),
        entry("1999", "1999", iso(9_000), iso(7_750)),
      ],
      generated_at: SAMPLE_AT,
    },
  });
  deepStrictEqual(services.asked, [{ sinceMs: SAMPLE_AT_MS - 900_000, limit: 5 }]);
});

Deno.test("GET /api/transmissions merges the local nodes asked for, newest first, and cuts at the limit", async () => {
  const { ask, services } = serving();
  services.transmissions = [
    transmission("1998", "2000", 100, null),
    transmission("1999", "2000", 200, null),
    transmission("1997", "2000", 250, null),
    transmission("1998", "2001", 300, 10),
    transmission("1999", "2001", 300, 10),
    transmission("1999", "2002", 400, 10),
  ];
  const { data } = await jsonOf(await ask("/api/transmissions?node=1999,1998&limit=4"));
  deepStrictEqual(data, {
    transmissions: [
      entry("1998", "2000", iso(100), null),
      entry("1999", "2000", iso(200), null),
      entry("1998", "2001", iso(300), iso(290)),
      entry("1999", "2001", iso(300), iso(290)),
    ],
    generated_at: SAMPLE_AT,
  });
  deepStrictEqual(services.asked, [
    { sinceMs: 0, localNode: "1999", limit: 4 },
    { sinceMs: 0, localNode: "1998", limit: 4 },
  ]);
});

Deno.test("GET /api/transmissions gives those of one link of one local node", async () => {
  const { ask, services } = serving();
  services.transmissions = [
    transmission("1999", "2001", 100, null),
    transmission("1998", "2000", 200, 10),
    transmission("1999", "2000", 300, 10),
  ];
  const { data } = await jsonOf(await ask("/api/transmissions?node=1999&link=2000&limit=10"));
  deepStrictEqual(data, {
    transmissions: [entry("1999", "2000", iso(300), iso(290))],
    generated_at: SAMPLE_AT,
  });
  deepStrictEqual(services.asked, [{ sinceMs: 0, localNode: "1999", node: "2000", limit: 10 }]);
});

Deno.test("GET /api/transmissions is limited by address like the other statistics", async () => {
  const { ask } = serving(fakeServices({ publicStatsRpm: 1 }));
  strictEqual((await ask("/api/transmissions")).status, 200);
  const refused = await ask("/api/transmissions");
  strictEqual(refused.status, 429);
  strictEqual(refused.headers.get("Retry-After"), "60");
  strictEqual((await ask("/api/transmissions", {}, "192.0.2.51")).status, 200, "another address");
});

function entry(localNode: string, node: string, startedAt: string, endedAt: string | null) {
  return {
    local_node: localNode,
    node,
    callsign: "W1AW",
    description: null,
    started_at: startedAt,
    ended_at: endedAt,
  };
}
