import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { streamUrls } from "../../lib/client/mod.ts";
import { readHealthAnswer, readNodeIds } from "../../lib/client/status_reading.ts";
import { ago, server } from "./builders.ts";

const database = { state: "ok", since: ago(5), error: null, dropped_writes: 0 };

Deno.test("readHealthAnswer reads servers and database and leaves out servers it does not understand", () => {
  const health = { status: "healthy", ami: [server(), { server: "club", state: "dancing" }, null], database };
  const reading = { servers: [server()], database };
  deepStrictEqual(readHealthAnswer(health), reading);
  deepStrictEqual(readHealthAnswer({ ok: true, data: health }), reading);
});

Deno.test("readHealthAnswer and readNodeIds give undefined for anything else", () => {
  const others = [null, 1, "x", [], {}, { ok: false, error: {} }, { ami: [], database: null }, {
    ami: {},
    database,
  }];
  for (const other of others) {
    strictEqual(readHealthAnswer(other), undefined, JSON.stringify(other));
    strictEqual(readNodeIds(other), undefined, JSON.stringify(other));
  }
});

Deno.test("readNodeIds reads the local nodes", () => {
  const answer = { ok: true, data: { nodes: [{ node_id: "1999" }, { node_id: 5 }, null], servers: [] } };
  deepStrictEqual(readNodeIds(answer), new Set(["1999"]));
});

Deno.test("streamUrls keeps the scheme safe and the path where Nexus is mounted", () => {
  deepStrictEqual(streamUrls("https://nexus.test:8443", "/radio"), {
    socketUrl: "wss://nexus.test:8443/radio/ws",
    eventsUrl: "https://nexus.test:8443/radio/api/events",
  });
  strictEqual(streamUrls("http://10.0.0.1", "").socketUrl, "ws://10.0.0.1/ws");
});
