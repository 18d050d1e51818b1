import type { DomainEvent } from "../wire/mod.ts";

/** Polls that must show what no event told until the session counts as deaf; one can be a coincidence. */
const EVIDENCE_NEEDED = 2;

/** Why a session hears nothing, as far as is known. `silent`: the user has the right to, and nothing comes all the same. */
export type Deafness = "unknown" | "no_right" | "off" | "silent";

/**
 * Whether a session brings app_rpt's events at all. A user without `read=call` (or with `Events: off`) is let in like
 * any other and hears nothing; only polls that show keying or links that no event told give it away.
 */
export class Hearing {
  #heard = false;
  #evidence = 0;
  #deaf = false;
  #hasRight: boolean | null = null;

  /** `wanted`: false where the configuration asks for no events. */
  constructor(private readonly wanted = true) {
    this.#deaf = !wanted;
  }

  /** True while polls are all there is. */
  get deaf(): boolean {
    return this.#deaf;
  }

  /** Whether this session brought an event of app_rpt. */
  get proven(): boolean {
    return this.#heard;
  }

  /** Why, as far as is known. */
  get reason(): Deafness {
    if (!this.wanted) return "off";
    if (this.#hasRight === null) return "unknown";
    return this.#hasRight ? "silent" : "no_right";
  }

  /** It was found out whether the user may hear app_rpt's events, `null`: that cannot be found out; true when that is news. */
  learn(hasRight: boolean | null): boolean {
    const before = `${this.#deaf} ${this.reason}`;
    const isGiven = hasRight === true && this.#hasRight === false;
    this.#hasRight = hasRight;
    if (hasRight === false) this.#deaf = !this.#heard;
    else if (isGiven) this.#deaf = !this.wanted;
    return before !== `${this.#deaf} ${this.reason}`;
  }

  /** Another session: what the last one heard proves nothing, but what it was deaf to probably still is. */
  begin(): void {
    this.#heard = false;
    this.#evidence = 0;
  }

  /** An event of app_rpt came; true when that is news. */
  heard(): boolean {
    this.#heard = true;
    const changed = this.#deaf;
    this.#deaf = false;
    return changed;
  }

  /** A poll showed something that an event should have told; true when the session is now known to be deaf. */
  missed(): boolean {
    if (this.#heard || this.#deaf) return false;
    this.#evidence++;
    this.#deaf = this.#evidence >= EVIDENCE_NEEDED;
    return this.#deaf;
  }
}

/**
 * True when app_rpt would have told what a poll brought by an event: edges of receiver, transmitter and links, links
 * that were established or went. Local monitors and attempts it never tells.
 */
export function isTold(events: readonly DomainEvent[], isLocalMonitor: (node: string) => boolean): boolean {
  return events.some((event) => {
    switch (event.kind) {
      case "NODE_RX":
      case "NODE_TX":
        return true;
      case "LINK_TX":
        return !isLocalMonitor(event.data.node);
      case "LINK_ADDED":
        return event.data.some((link) => link.mode !== "L" && link.mode !== "C");
      default:
        return false;
    }
  });
}
