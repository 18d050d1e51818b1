import type { Call } from "./call.ts";
import {
  CANCELLED,
  type Cause,
  causeOf,
  CONGESTION_CODE,
  isTelling,
  LOST,
  NO_ANSWER,
  NORMAL_CLEARING_CODE,
  USER_BUSY_CODE,
} from "./causes.ts";

/** Why a call ended, with the code as Asterisk gave it. */
export interface Ending extends Cause {
  readonly code: number;
}

/** A call that became part of another one: for who began it, it is over. */
export const ABSORBED: Ending = { ...causeOf(NORMAL_CLEARING_CODE), code: NORMAL_CLEARING_CODE };

/** A call that is gone without its end having been seen. */
export const GONE: Ending = { ...LOST, code: 0 };

/** Reads from everything that is known of a call why it ended. */
export function endingOf(call: Call): Ending {
  const code = rawCode(call);
  if (call.phase.is === "answered") return { ...causeOf(code), code };
  if (gaveUp(call)) return { ...CANCELLED, code };
  if (isTelling(code)) return { ...causeOf(code), code };
  return unanswered(call, code);
}

/** The cause of the caller's own channel; where that was not seen, of who talked last. */
function rawCode(call: Call): number {
  const own = call.from?.causeCode ?? call.peer?.causeCode;
  if (own !== null && own !== undefined) return own;
  return call.legs.findLast((leg) => leg.causeCode !== null)?.causeCode ?? call.root?.causeCode ?? 0;
}

/** The caller hung up while somebody was being rung, or while waiting in a queue. */
function gaveUp(call: Call): boolean {
  if (call.isGivenUp) return true;
  return !call.reach.isQueue && call.reach.outcomes.cancelled > 0;
}

/** Why nobody was reached, where the caller's channel was cleared without a reason. */
function unanswered(call: Call, code: number): Ending {
  const { outcomes, legCause, isQueue } = call.reach;
  if (isTelling(legCause)) return { ...causeOf(legCause), code: legCause };
  if (outcomes.unanswered > 0) return { ...NO_ANSWER, code };
  if (outcomes.busy > 0) return { ...causeOf(USER_BUSY_CODE), code: USER_BUSY_CODE };
  if (outcomes.congested > 0) return { ...causeOf(CONGESTION_CODE), code: CONGESTION_CODE };
  if (isQueue || call.ringingAtMs !== null) return { ...NO_ANSWER, code };
  return { ...causeOf(code), code };
}
