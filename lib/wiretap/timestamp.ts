import type { AmiFrame } from "../ami/mod.ts";

/** Seconds beyond this are no instant that a date can hold. */
const MAX_SECONDS = 8.64e12;

/** The `Timestamp:` of a frame (seconds with a fraction) as epoch milliseconds; `null` when it has none. */
export function timestampMs(frame: AmiFrame): number | null {
  const text = frame.get("Timestamp");
  if (text === undefined || !/^\d{1,13}(\.\d{1,9})?$/.test(text)) return null;
  const seconds = Number(text);
  return seconds <= MAX_SECONDS ? Math.floor(seconds * 1_000) : null;
}
