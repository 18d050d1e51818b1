import type { TextFrame } from "./frame.ts";
import type { AmiFrame, AmiReply } from "./types.ts";

const OK_RESPONSES: ReadonlySet<string> = new Set(["success", "follows", "goodbye", "pong"]);

/** Asterisk before 13 begins some lists (Status, QueueStatus, DBGet) without `EventList`, but with these words. */
const LIST_MESSAGE_REGEXP = /\bwill follow\.?$/i;

/** The answer that a frame is. */
export function toReply(frame: AmiFrame, items: readonly AmiFrame[]): AmiReply {
  const ok = frame.kind === "text" || OK_RESPONSES.has(frame.name.toLowerCase());
  return { ok, message: frame.get("Message") ?? "", frame, items };
}

/** True when events of a list follow this response. */
export function beginsList(response: TextFrame): boolean {
  const list = response.get("EventList");
  if (list !== undefined) return list.toLowerCase() === "start";
  return toReply(response, []).ok && LIST_MESSAGE_REGEXP.test(response.get("Message") ?? "");
}

/** True for the event that closes a list. */
export function endsList(event: TextFrame): boolean {
  const list = event.get("EventList")?.toLowerCase();
  return list === "complete" || list === "cancelled" || /complete$/i.test(event.name);
}
