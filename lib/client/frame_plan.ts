import type { ClientClock } from "./connection.ts";

/** Asks for one callback before the screen is painted next; it gets the time of that frame. */
export type RequestFrame = (callback: (frameMs: number) => void) => unknown;

/** What can wait is put off by so many frames at most: on a machine that draws few of them it must come too. */
const PUT_OFF_FRAMES = 4;

/**
 * Who draws in which frame. The work of one change is spread over several short frames: what a viewer waits for takes
 * the next one, everything else a frame that nobody else has.
 */
export class FramePlan {
  readonly #request: RequestFrame;
  #reserved = 0;
  #takenMs = -1;

  constructor(request: RequestFrame) {
    this.#request = request;
  }

  /** Somebody draws in the next frame, whoever else does. Gives what to call once that is done or given up. */
  reserve(): (frameMs?: number) => void {
    let isOpen = true;
    this.#reserved++;
    return (frameMs = -1) => {
      if (!isOpen) return;
      isOpen = false;
      this.#reserved--;
      this.#takenMs = frameMs;
    };
  }

  /** Runs `callback` in the next frame that is free. */
  whenFree(callback: () => void, putOff = PUT_OFF_FRAMES): void {
    this.#request((frameMs) => {
      const isTaken = this.#reserved > 0 || this.#takenMs === frameMs;
      if (isTaken && putOff > 0) return this.whenFree(callback, putOff - 1);
      this.#takenMs = frameMs;
      callback();
    });
  }

  /** As `whenFree`, but not again within `restMs` of the last time. */
  paced(restMs: number, clock: Pick<ClientClock, "monotonicMs" | "after">): (callback: () => void) => void {
    let ranMs = -Infinity;
    return (callback) => {
      const begin = () =>
        this.whenFree(() => {
          ranMs = clock.monotonicMs();
          callback();
        });
      const waitMs = restMs - (clock.monotonicMs() - ranMs);
      if (waitMs <= 0) begin();
      else clock.after(waitMs, begin);
    };
  }
}
