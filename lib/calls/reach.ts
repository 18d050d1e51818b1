import type { CallParty, CallTarget } from "../wire/mod.ts";
import type { Channel, Dial } from "./channel.ts";

/** Distinct numbers told apart in one attempt; a queue that rings more is a group all the same. */
export const MAX_NUMBERS = 64;

/** How dials of an attempt ended, counted. */
export interface Outcomes {
  cancelled: number;
  unanswered: number;
  busy: number;
  congested: number;
}

/** The attempt to reach somebody: what was dialled, who is rung for it, and how that went. */
export class Reach {
  /** True for a queue, which is a group however few are in it. */
  isQueue = false;
  readonly outcomes: Outcomes = { cancelled: 0, unanswered: 0, busy: 0, congested: 0 };
  readonly #numbers = new Set<string>();
  readonly #pending = new Set<Channel>();
  #last: Channel | null = null;
  #legCause = 0;

  /** `dialled` is the number, empty while it is not known. */
  constructor(public dialled: string) {}

  /** How many numbers are told apart. */
  get numbers(): number {
    return this.#numbers.size;
  }

  /** Legs that are being rung. */
  get pending(): ReadonlySet<Channel> {
    return this.#pending;
  }

  /** The telling cause that the last leg was cleared with, where all legs were one phone; else 0. */
  get legCause(): number {
    return this.isGroup ? 0 : this.#legCause;
  }

  /** True where one number rings several. */
  get isGroup(): boolean {
    return this.isQueue || this.#numbers.size > 1;
  }

  /** A leg is dialled. */
  tries(leg: Channel): void {
    this.#pending.add(leg);
    this.#last = leg;
    this.#legCause = 0;
    const { extension } = leg.party;
    if (extension !== "" && this.#numbers.size < MAX_NUMBERS) this.#numbers.add(extension);
  }

  /** A leg's dial is over, with what DialEnd said of it. */
  ended(leg: Channel, outcome: Dial): void {
    if (!this.#pending.delete(leg)) return;
    if (outcome === "forwarded") this.#numbers.delete(leg.party.extension);
    else if (outcome in this.outcomes) this.outcomes[outcome as keyof Outcomes]++;
  }

  /** A leg was cleared with a telling cause. */
  cleared(causeCode: number): void {
    this.#legCause = causeCode;
  }

  /** Who is being rung, or was. */
  get target(): CallTarget {
    const ringing = new Map<string, CallParty>();
    for (const { party } of this.#pending) ringing.set(party.extension, party);
    const [only] = ringing.values();
    if (!this.isGroup) return only ?? this.#last?.party ?? { extension: this.dialled };
    const group = this.dialled;
    return only !== undefined && ringing.size === 1 ? { ...only, group } : { extension: group, group };
  }
}
