import { isCallPayload } from "./call_guards.ts";
import type { Envelope } from "./messages.ts";
import { isNodeEnvelope, isOuterEnvelope } from "./node_envelopes.ts";
import { parseJson } from "./shape.ts";

/** True for an envelope of a known type whose data has the fields of that type. */
export function isEnvelope(value: unknown): value is Envelope {
  return isNodeEnvelope(value) ||
    (isOuterEnvelope(value) && value.messageType === "CALL_STATE" && isCallPayload(value.data));
}

/** The envelope in a stream's text; `null` when it is not JSON, of an unknown type, or lacks a field. */
export function parseEnvelope(text: string): Envelope | null {
  const value = parseJson(text);
  return isEnvelope(value) ? value : null;
}
