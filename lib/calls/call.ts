import type { CallParty, CallSnapshot, CallState, CallTarget } from "../wire/mod.ts";
import type { Channel } from "./channel.ts";
import { Reach } from "./reach.ts";

/** Ended legs kept for the timeline of one call; a long wait in a queue can ring thousands. */
export const MAX_LEGS = 64;

const NOT_IN_AN_ID = /[^A-Za-z0-9._-]/g;

/** Where a call stands. Talk is counted from `atMs`; `waitedMs` is what came before. */
export type Phase =
  | { readonly is: "reaching" }
  | { readonly is: "answered"; readonly atMs: number; readonly waitedMs: number }
  | { readonly is: "ended"; readonly atMs: number };

/** A transfer that was begun and not told yet: who is reached by it, is not known. */
export interface PendingTransfer {
  readonly kind: "blind" | "attended";
  readonly by: CallParty;
  /** The channel that handed the call over. */
  readonly transferer: Channel | null;
  /** The number it was handed to. */
  readonly dialled: string;
}

/** On hold since when, and by whom. */
export interface Hold {
  readonly sinceMs: number;
  readonly by: Set<Channel>;
  /** Waits in a parking lot. */
  isParked: boolean;
}

/** One call as people mean it. What changes it are the handlers of events; what it says of itself is here. */
export class Call {
  readonly callId: string;
  /** Every Linkedid that leads to it, its own first. */
  readonly linkedids: string[];
  /** Channels that live, halves of Local channels too. */
  readonly channels = new Set<Channel>();
  readonly #legs: Channel[] = [];
  #droppedLegs = 0;
  /** Who calls. */
  from: Channel | null = null;
  /** The channel that everything began with. */
  root: Channel | null = null;
  /** Who answered and talks; `null` while somebody is being rung. */
  peer: Channel | null = null;
  reach = new Reach("");
  /** The group of an attempt before this one. */
  #pastGroup = "";
  phase: Phase = { is: "reaching" };
  ringingAtMs: number | null = null;
  firstDialAtMs: number | null = null;
  hold: Hold | null = null;
  transfer: PendingTransfer | null = null;
  queue: string | null = null;
  /** Its caller waits in a queue now. */
  isQueued = false;
  /** Its caller hung up while somebody was being rung, or in the queue. */
  isGivenUp = false;
  /** Where the dialplan last took a caller who has talked already. */
  lastExten = "";
  /** Talks in a room, which each member called by itself. */
  isInRoom = false;
  /** Another call became part of it: a transfer was attended. */
  hasAbsorbed = false;
  /** Part of something else (a radio link, the use of a feature): nothing is told of it. */
  isSilent = false;
  /** Something was told of it, so its end must be. */
  isTold = false;
  /** When the state that people see began. */
  sinceMs: number;
  /** Time of its latest event: it never runs backwards. */
  atMs: number;

  constructor(
    readonly server: string,
    readonly linkedid: string,
    readonly startedAtMs: number,
    public isAdopted: boolean,
  ) {
    this.callId = linkedid.replace(NOT_IN_AN_ID, "_");
    this.linkedids = [linkedid];
    this.sinceMs = startedAtMs;
    this.atMs = startedAtMs;
  }

  /** Legs in the order they came; of those that ended long ago only the number is left. */
  get legs(): readonly Channel[] {
    return this.#legs;
  }

  /** Adds a leg to the timeline. */
  addLeg(leg: Channel): void {
    this.#legs.push(leg);
    if (this.#legs.length <= MAX_LEGS) return;
    const oldest = this.#legs.findIndex((known) => !known.isLive && known !== this.from);
    if (oldest < 0) return;
    this.#legs.splice(oldest, 1);
    this.#droppedLegs++;
  }

  /** Whether people would call it a call: somebody came in, or somebody was rung. */
  get isCall(): boolean {
    return !this.isSilent && (this.from !== null || this.firstDialAtMs !== null);
  }

  get fromParty(): CallParty {
    const caller = this.from ?? (this.root?.role === "called" ? null : this.root);
    return caller?.party ?? { extension: "" };
  }

  get toTarget(): CallTarget {
    const target = this.peer?.party ?? this.reach.target;
    const group = this.reach.isGroup ? this.reach.dialled : this.#pastGroup;
    return group === "" ? target : { ...target, group };
  }

  /** Begins to reach somebody else; the group that was dialled first stays. */
  reachAnew(dialled: string): void {
    if (this.reach.isGroup) this.#pastGroup = this.reach.dialled;
    this.reach = new Reach(dialled);
    this.peer = null;
  }

  /** When somebody began to wait for an answer. */
  get waitingSinceMs(): number {
    return this.ringingAtMs ?? this.firstDialAtMs ?? this.startedAtMs;
  }

  get state(): CallState {
    if (this.phase.is === "ended") return "ended";
    if (this.phase.is === "answered") {
      return this.hold === null ? "connected" : this.hold.isParked ? "parked" : "held";
    }
    return this.ringingAtMs === null ? "dialing" : "ringing";
  }

  snapshot(): CallSnapshot {
    const { phase } = this;
    return {
      server: this.server,
      callId: this.callId,
      state: this.state,
      sinceMs: this.sinceMs,
      from: this.fromParty,
      to: this.toTarget,
      startedAtMs: this.startedAtMs,
      ringingAtMs: this.ringingAtMs,
      answeredAtMs: this.answeredAtMs,
      endedAtMs: phase.is === "ended" ? phase.atMs : null,
      adopted: this.isAdopted,
      queue: this.queue,
      legs: this.#legs.map((leg) => leg.leg()),
      droppedLegs: this.#droppedLegs,
    };
  }

  /** When a person answered; it outlives the call's end. */
  answeredAtMs: number | null = null;
}
