import { ok } from "node:assert/strict";
import type { Page } from "playwright-core";

/**
 * Runs in a page before its own scripts: notes of every stream that it dials how long it meant to wait since `beginPlan`, the delays of
 * the timers on the way added up; `null` of what has another cause. `sincePlanMs` is by a clock that the test leaves alone. How busy the machine is does not come into it.
 */
export const NOTE_DIALS = `(() => {
  let plannedMs = null;
  let beganMs = 0;
  const nowMs = performance.now.bind(performance);
  const later = setTimeout;
  globalThis.dials = [];
  globalThis.beginPlan = () => {
    dials.length = 0;
    plannedMs = 0;
    beganMs = nowMs();
    later(() => plannedMs = null, 0);
  };
  globalThis.sincePlanMs = () => nowMs() - beganMs;
  globalThis.setTimeout = (act, delayMs = 0, ...args) => {
    if (plannedMs === null) return later(act, delayMs, ...args);
    const dueMs = plannedMs + delayMs;
    return later(() => {
      plannedMs = dueMs;
      try {
        act(...args);
      } finally {
        plannedMs = null;
      }
    }, delayMs);
  };
  for (const name of ["WebSocket", "EventSource"]) {
    globalThis[name] = class extends globalThis[name] {
      constructor(...args) {
        super(...args);
        dials.push({ kind: name, plannedMs });
      }
    };
  }
  addEventListener("online", beginPlan);
  addEventListener("pageshow", beginPlan);
})();`;

/** A stream that was dialled. */
interface Dial {
  readonly kind: string;
  readonly plannedMs: number | null;
}

/** Each of the two streams is dialled at once or when it does not answer, and anew when one goes on for both. */
const MOST_DIALS = 4;

/** Fails unless the page dialled since the plan began, without trying again and again, and meant to be back within `limitMs`. */
export async function dialledWithin(page: Page, limitMs: number, why: string): Promise<void> {
  const dials = await page.evaluate<readonly Dial[]>("dials");
  const told = `${why}: dialled ${JSON.stringify(dials)}`;
  ok(dials.length > 0 && dials.length <= MOST_DIALS, told);
  ok(dials.every(({ plannedMs }) => plannedMs !== null && plannedMs < limitMs), told);
}
