import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  callTopic,
  isCallPayload,
  isEnvelope,
  isNodeId,
  parseClientMessage,
  parseEnvelope,
} from "../../lib/wire/mod.ts";
import { SAMPLE_CALLS, SAMPLE_ENVELOPES } from "./samples.ts";

Deno.test("parseEnvelope reads one envelope of every message type", () => {
  for (const envelope of SAMPLE_ENVELOPES) {
    deepStrictEqual(parseEnvelope(JSON.stringify(envelope)), envelope, envelope.messageType);
  }
});

Deno.test("parseEnvelope refuses an envelope that lacks any one of its fields", () => {
  for (const envelope of SAMPLE_ENVELOPES) {
    for (const path of fieldPaths(envelope)) {
      const broken = without(envelope, path);
      strictEqual(isEnvelope(broken), false, `${envelope.messageType} without ${path.join(".")}`);
    }
  }
});

Deno.test("parseEnvelope allows fields that it does not know", () => {
  for (const envelope of SAMPLE_ENVELOPES) {
    strictEqual(isEnvelope({ ...envelope, trace: 1 }), true, envelope.messageType);
  }
});

Deno.test("isCallPayload takes names, a group and a parking space where they are known, as text only", () => {
  for (const payload of SAMPLE_CALLS) {
    const from = { ...payload.from, name: "Martin" };
    const to = { ...payload.to, name: "Kitchen", group: "600" };
    strictEqual(isCallPayload({ ...payload, from, to, parking_space: "701" }), true, payload.event);
    strictEqual(isCallPayload({ ...payload, from: { ...from, name: null } }), false, payload.event);
    strictEqual(isCallPayload({ ...payload, to: { ...to, group: 600 } }), false, payload.event);
    strictEqual(isCallPayload({ ...payload, event: "toString" }), false, payload.event);
  }
});

Deno.test("callTopic names the call and what happened to it", () => {
  deepStrictEqual(SAMPLE_CALLS.map(callTopic).slice(0, 3), [
    "call/1770888509.40/ringing",
    "call/1770888509.40/answered",
    "call/1770888509.40/hungup",
  ]);
});

Deno.test("parseEnvelope refuses what is no envelope", () => {
  const bad = ["", "{", "null", "[]", "7", '"HEARTBEAT"', '{"messageType":"HEARTBEAT"}', "{}\n{}"];
  for (const text of bad) strictEqual(parseEnvelope(text), null, text);
  for (const messageType of ["toString", "__proto__", "heartbeat", "", null, 7]) {
    strictEqual(isEnvelope({ messageType, seq: 1, timestamp: 1, data: {} }), false, String(messageType));
  }
  strictEqual(isEnvelope({ messageType: "HEARTBEAT", seq: Infinity, timestamp: 1, data: {} }), false);
});

Deno.test("parseEnvelope survives any text", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => strictEqual(parseEnvelope(text), null)));
});

Deno.test("parseClientMessage reads what a client may send", () => {
  deepStrictEqual(parseClientMessage('{"type":"ping"}'), { type: "ping" });
  deepStrictEqual(parseClientMessage('{"type":"subscribe","topics":["links"],"nodes":["1999"]}'), {
    type: "subscribe",
    topics: ["links"],
    nodes: ["1999"],
  });
  deepStrictEqual(parseClientMessage('{"type":"unsubscribe","nodes":["KF8S"]}'), {
    type: "unsubscribe",
    topics: [],
    nodes: ["KF8S"],
  });
});

Deno.test("parseClientMessage gives null for anything else", () => {
  const bad = [
    "",
    "ping",
    "null",
    "[]",
    '{"type":"PING"}',
    '{"type":"subscribe"}',
    '{"type":"subscribe","topics":"links"}',
    '{"type":"subscribe","topics":["link"]}',
    '{"type":"subscribe","topics":["links",7]}',
    '{"type":"subscribe","nodes":[1999]}',
    '{"type":"subscribe","nodes":[""]}',
    '{"type":"subscribe","nodes":["a,b"]}',
    '{"type":"subscribe","nodes":["a\\u0000"]}',
    JSON.stringify({ type: "subscribe", nodes: ["9".repeat(65)] }),
    JSON.stringify({ type: "subscribe", nodes: new Array(101).fill("1999") }),
    '{"type":"publish","topics":["links"]}',
    '{"__proto__":{"type":"ping"}}',
    '{"type":"subscribe","__proto__":{"topics":["links"]}}',
    '{"type":"subscribe","topics":["__proto__"]}',
    '{"type":"subscribe","topics":["toString"]}',
    `{"type":"subscribe","nodes":${"[".repeat(2_000)}${"]".repeat(2_000)}}`,
    "[".repeat(4_000),
    '{"a":'.repeat(800),
  ];
  for (const text of bad) strictEqual(parseClientMessage(text), null, text);
});

Deno.test("isNodeId takes names with blanks and stops at 64 characters", () => {
  for (const good of ["43732", "KF8S", "3507690", "W1AW Test", "9".repeat(64)]) {
    strictEqual(isNodeId(good), true, good);
  }
  for (const bad of ["", "9".repeat(65), "a,b", "a\nb", "a\u007f", 1999, null]) {
    strictEqual(isNodeId(bad), false);
  }
});

/** Paths of every object field down to depth 2 of the data, the first entry standing for an array. */
function fieldPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.length === 0 ? [] : fieldPaths(value[0], [...path, "0"]);
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    return key === "variables" ? [here] : [here, ...fieldPaths(inner, here)];
  });
}

/** A deep copy of `value` without the field at `path`. */
function without(value: unknown, path: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  const [key, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((entry, index) => String(index) === key ? without(entry, rest) : entry);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name !== key) return [[name, inner]];
      return rest.length === 0 ? [] : [[name, without(inner, rest)]];
    }),
  );
}
