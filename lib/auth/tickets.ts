import { randomBytes } from "node:crypto";
import type { CredentialId } from "./book.ts";

/** Time between asking for a ticket and opening the socket with it. */
export const TICKET_MS = 30_000;

/** Tickets that are out; the oldest is void when there are more. */
export const MAX_TICKETS = 1_000;

const TICKET_BYTES = 24;
const PREFIX = "nxk_";

/** Tickets for WebSockets: good once, for a moment, so that an address with one in it is worth nothing in a log. */
export class Tickets {
  readonly #out = new Map<string, { readonly for: CredentialId; readonly expiresAtMs: number }>();

  /** Tickets that are out. */
  get size(): number {
    return this.#out.size;
  }

  /** Makes a ticket for whoever holds a session or API token. */
  issue(credential: CredentialId, nowMs: number): { readonly ticket: string; readonly expiresAtMs: number } {
    this.#forgetOld(nowMs);
    const ticket = `${PREFIX}${randomBytes(TICKET_BYTES).toString("base64url")}`;
    const expiresAtMs = nowMs + TICKET_MS;
    this.#out.set(ticket, { for: credential, expiresAtMs });
    return { ticket, expiresAtMs };
  }

  /** Takes a ticket in: whose it is, `null` when it is none, was used, or its time is over. */
  redeem(text: string, nowMs: number): CredentialId | null {
    const ticket = this.#out.get(text);
    this.#out.delete(text);
    return ticket && ticket.expiresAtMs > nowMs ? ticket.for : null;
  }

  /** Whether a text looks like a ticket. */
  static looksLike(text: string): boolean {
    return text.startsWith(PREFIX);
  }

  /** They are in order of their end. */
  #forgetOld(nowMs: number): void {
    for (const [text, { expiresAtMs }] of this.#out) {
      if (expiresAtMs > nowMs && this.#out.size < MAX_TICKETS) return;
      this.#out.delete(text);
    }
  }
}
