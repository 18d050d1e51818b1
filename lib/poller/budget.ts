/** Actions that one node may cost Asterisk in any 60 s, whatever happens. */
export const MAX_ACTIONS_PER_MINUTE = 24;

/** Time that one action pays for: two of them, a poll, every 5.5 s for as long as somebody watches. */
const ACTION_MS = 2_750;

/** The time over which what a node costs is told. */
const MINUTE_MS = 60_000;

/**
 * How far actions may run ahead of that pace, for a poll soon after a link changed. In a minute that allows
 * (60,000 + 3,000) / 2,750 < 23 actions before the last question, which is two at most: 24 in all.
 */
const AHEAD_MS = 3_000;

/**
 * A hard bound on the actions that one node costs: a virtual schedule that each action moves on, and that may run
 * ahead of the clock only so far. Times are of a clock that never goes back.
 */
export class ActionBudget {
  #paidUntilMs = -Infinity;
  /** When the actions of the last minute were taken, or reserved for; oldest first. */
  #takenAtMs: readonly number[] = [];

  /** Actions of the minute before `nowMs`, those reserved for later included. */
  spent(nowMs: number): number {
    return this.#takenAtMs.filter((atMs) => atMs > nowMs - MINUTE_MS).length;
  }

  /** The first moment, `nowMs` or later, at which one more question may be asked, running ahead if need be. */
  nextAtMs(nowMs: number): number {
    return Math.max(this.#roomAtMs(2, nowMs), this.#paidUntilMs - AHEAD_MS);
  }

  /** The same for a question that can wait, so that there is always room for one that cannot. */
  nextInTurnMs(nowMs: number): number {
    return Math.max(this.#roomAtMs(2, nowMs), this.#paidUntilMs);
  }

  /**
   * Takes two actions for a question that need not be asked at once; gives the milliseconds to wait before it may be,
   * or `null`, and nothing is taken, when others wait already. Who only ever asked when there is room would never
   * get a turn beside polls that use all of it.
   */
  reserve(nowMs: number): number | null {
    const waitMs = this.nextInTurnMs(nowMs) - nowMs;
    if (waitMs > 2 * ACTION_MS) return null;
    this.#paidUntilMs = Math.max(this.#paidUntilMs, nowMs) + 2 * ACTION_MS;
    this.#note(2, nowMs + waitMs);
    return waitMs;
  }

  /**
   * Takes one action for a question that somebody waits for, whatever the pace: polls leave two of a minute's actions
   * over. Gives the milliseconds to wait until the minute has room, or `null`, and nothing is taken, when that is long.
   */
  claim(nowMs: number): number | null {
    const waitMs = this.#roomAtMs(1, nowMs) - nowMs;
    if (waitMs > 2 * ACTION_MS) return null;
    this.#note(1, nowMs + waitMs);
    return waitMs;
  }

  /** The same for a question of one action that is worth nothing later: it may run ahead as far as a whole poll. */
  nextAtOnceMs(nowMs: number): number {
    return Math.max(this.#roomAtMs(1, nowMs), this.#paidUntilMs - 2 * ACTION_MS);
  }

  /** Takes one action for such a question; false, and nothing is taken, when it is too early. */
  takeAtOnce(nowMs: number): boolean {
    if (this.nextAtOnceMs(nowMs) > nowMs) return false;
    this.#pay(1, nowMs);
    return true;
  }

  /** Takes `actions` (1 or 2) for a question asked now; false, and nothing is taken, when it is too early. */
  take(actions: 1 | 2, nowMs: number): boolean {
    if (this.nextAtMs(nowMs) > nowMs) return false;
    this.#pay(actions, nowMs);
    return true;
  }

  #pay(actions: 1 | 2, nowMs: number): void {
    this.#paidUntilMs = Math.max(this.#paidUntilMs, nowMs) + actions * ACTION_MS;
    this.#note(actions, nowMs);
  }

  /** The first moment, `nowMs` or later, at which the minute before it has room for so many more. */
  #roomAtMs(actions: 1 | 2, nowMs: number): number {
    const recent = this.#takenAtMs.filter((atMs) => atMs > nowMs - MINUTE_MS);
    const mustGo = recent[recent.length + actions - MAX_ACTIONS_PER_MINUTE - 1];
    return mustGo === undefined ? nowMs : mustGo + MINUTE_MS;
  }

  #note(actions: 1 | 2, atMs: number): void {
    const taken = [...this.#takenAtMs, ...Array<number>(actions).fill(atMs)].sort((one, other) =>
      one - other
    );
    this.#takenAtMs = taken.slice(-MAX_ACTIONS_PER_MINUTE);
  }
}
