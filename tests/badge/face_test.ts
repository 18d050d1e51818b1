import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { badgeFace, noFace } from "../../lib/badge/mod.ts";
import type { NodeStatus } from "../../lib/wire/mod.ts";
import { linkInfo, nodeStatus, SAMPLE_AT_MS } from "../wire/samples.ts";

function said(fields: Partial<NodeStatus>, nowMs = SAMPLE_AT_MS): string {
  const { tone, message } = badgeFace(nodeStatus(fields), nowMs, null);
  return `${tone} | ${message}`;
}

function keyed(node: string, callsign: string | null, secondsAgo: number) {
  const current_tx_since = new Date(SAMPLE_AT_MS - secondsAgo * 1_000).toISOString();
  return linkInfo({ node, callsign, description: null, current_tx: true, current_tx_since });
}

Deno.test("badgeFace says who talks, the longest first, and counts a double", () => {
  strictEqual(said({ links: [keyed("2000", "W1AW", 3), linkInfo()] }), "talking | on air: W1AW");
  strictEqual(
    said({ links: [keyed("2000", "W1AW", 3), keyed("2001", null, 9)] }),
    "talking | double: 2001 + 1",
  );
  strictEqual(said({ rx_keyed: true, tx_keyed: true }), "talking | on air: local receiver");
  strictEqual(said({ tx_keyed: true }), "transmitting | transmitting");
});

Deno.test("badgeFace counts the links that are up when nobody talks", () => {
  strictEqual(said({}), "quiet | quiet, 0 links");
  strictEqual(
    said({ links: [linkInfo(), linkInfo({ node: "1", link_state: "CONNECTING" })] }),
    "quiet | quiet, 1 link",
  );
});

Deno.test("badgeFace says how old a stale node is, and offline from 15 min on, whatever was keyed", () => {
  const stale = { stale: true, ami: "retrying", tx_keyed: true, links: [keyed("2000", "W1AW", 3)] } as const;
  strictEqual(said(stale, SAMPLE_AT_MS + 59_999), "stale | stale, under 1 min old");
  strictEqual(said(stale, SAMPLE_AT_MS + 60_000), "stale | stale, 1 min old");
  strictEqual(said(stale, SAMPLE_AT_MS - 60_000), "stale | stale, under 1 min old");
  strictEqual(said(stale, SAMPLE_AT_MS + 899_999), "stale | stale, 14 min old");
  strictEqual(said(stale, SAMPLE_AT_MS + 900_000), "offline | offline");
  strictEqual(said({ ...stale, updated_at: null }), "offline | offline");
});

Deno.test("badgeFace is called by callsign and number, or as it is told", () => {
  strictEqual(badgeFace(nodeStatus(), SAMPLE_AT_MS, null).label, "N0CALL 1999");
  strictEqual(badgeFace(nodeStatus({ callsign: " ", name: null }), SAMPLE_AT_MS, null).label, "Node 1999");
  strictEqual(badgeFace(nodeStatus(), SAMPLE_AT_MS, "Our net").label, "Our net");
  deepStrictEqual(noFace("unknown node", null), { label: "Node", message: "unknown node", tone: "offline" });
});
