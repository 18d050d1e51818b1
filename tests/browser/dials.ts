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

/** Two streams, each dialled at once or when it does not answer, and another beside it; where answers take long, so often a second. */
const MOST_DIALS = 4;

/** Fails unless the page meant to dial within `limitMs` since the plan began, and does not try again and again. */
export async function dialledWithin(page: Page, limitMs: number, why: string): Promise<void> {
  const dials = await page.evaluate<readonly Dial[]>("dials");
  const seconds = await page.evaluate<number>("sincePlanMs() / 1000");
  const told = `${why}: dialled ${JSON.stringify(dials)} in ${seconds} s`;
  const plannedMs = dials[0]?.plannedMs ?? null;
  ok(plannedMs !== null && plannedMs < limitMs, told);
  ok(dials.length <= MOST_DIALS * Math.max(1, seconds), told);
}
