import { ok, strictEqual } from "node:assert/strict";
import type { CallChange } from "../../lib/calls/mod.ts";
import { type CallPayload, isCallPayload } from "../../lib/wire/mod.ts";

/** Seconds by which sums of rounded durations may differ. */
const ROUNDING_SEC = 0.0021;

/** What was told of one call until now. */
interface Told {
  readonly events: string[];
  ringSeconds: number;
  atMs: number;
}

/**
 * Holds what was told against the rules that always hold, whatever was heard. `open`: calls may be up yet; `reused`:
 * the ids come more than once.
 */
export function checkRules(
  changes: readonly CallChange[],
  about: string,
  { open = false, reused = false }: { readonly open?: boolean; readonly reused?: boolean } = {},
): void {
  const calls = new Map<string, Told>();
  for (const change of changes) {
    const { payload } = change;
    const context = `${about}: ${payload.event} of ${payload.call_id}`;
    ok(isCallPayload(JSON.parse(JSON.stringify(payload))), context);
    ok(/^[A-Za-z0-9._-]+$/.test(payload.call_id), context);
    strictEqual(payload.timestamp, new Date(change.atMs).toISOString(), context);
    let told = calls.get(payload.call_id);
    if (told?.events.at(-1) === "hungup") {
      ok(reused, `${context} after its end`);
      told = undefined;
    }
    told ??= { events: [], ringSeconds: 0, atMs: -Infinity };
    calls.set(payload.call_id, told);
    checkNext(told, payload, context);
    ok(change.atMs >= told.atMs, `${context} before what came before`);
    told.atMs = change.atMs;
    told.events.push(payload.event);
  }
  if (open) return;
  for (const [id, { events }] of calls) {
    strictEqual(events.at(-1), "hungup", `${about}: ${id} was announced, ends`);
  }
}

function checkNext(told: Told, payload: CallPayload, context: string): void {
  const { events } = told;
  const isAnswered = events.includes("answered");
  switch (payload.event) {
    case "ringing":
      ok(!events.includes("ringing") && !isAnswered, context);
      return;
    case "answered":
      ok(!isAnswered, context);
      ok(payload.ring_duration_seconds >= 0, context);
      told.ringSeconds = payload.ring_duration_seconds;
      return;
    case "hungup":
      ok(payload.talk_duration_seconds >= 0 && payload.total_duration_seconds >= 0, context);
      if (!isAnswered && !events.includes("ringing")) return;
      if (!isAnswered) return strictEqual(payload.talk_duration_seconds, 0, context);
      ok(
        Math.abs(payload.total_duration_seconds - payload.talk_duration_seconds - told.ringSeconds) <
          ROUNDING_SEC,
        context,
      );
      return;
    case "held":
      // Who is on hold already can be parked: then the message says where to fetch the call.
      ok(!isHeld(events) || payload.parking_space !== undefined, context);
      return;
    case "resumed":
      ok(isHeld(events), context);
      return;
    case "transferred":
      return;
  }
}

function isHeld(events: readonly string[]): boolean {
  return events.findLast((event) => event === "held" || event === "resumed") === "held";
}
