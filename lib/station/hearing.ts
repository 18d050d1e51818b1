import type { DomainEvent } from "../wire/mod.ts";

/** Polls that must show what no event told until the session counts as deaf; one can be a coincidence. */
const EVIDENCE_NEEDED = 2;

/**
 * Whether a session brings app_rpt's events at all. A user without `read=call` (or with `Events: off`) is let in like
 * any other and hears nothing; only polls that show keying or links that no event told give it away.
 */
export class Hearing {
  #heard = false;
  #evidence = 0;
  #deaf = false;

  /** True while polls are all there is. */
  get deaf(): boolean {
    return this.#deaf;
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
