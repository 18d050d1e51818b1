import type { Bound } from "../wire/mod.ts";
import { BoundedMap } from "./bounded_map.ts";
import type { LinkSeen } from "./facts.ts";
import type { EndedSession, LinkEntry } from "./link_entry.ts";
import { linkKey } from "./order.ts";
import type { LinkWrites, OpenSessionRow, SessionName } from "./rows.ts";

/** A connection's start that jumps forward by more is another connection, not the rounding of a poll. */
const SAME_SESSION_MS = 10_000;

/** Sessions that wait to be written at most; reached only while the disk fails. */
const MAX_WAITING = 10_000;

/** Which connections of links began and ended, and which of them wait to be written. */
export class SessionLedger {
  readonly #ended = new BoundedMap<EndedSession>(MAX_WAITING);
  readonly #absorbed = new BoundedMap<SessionName>(MAX_WAITING);

  /** Rows that wait. */
  get pending(): number {
    return this.#ended.size + this.#absorbed.size;
  }

  /** How much waits. */
  get bounds(): readonly Bound[] {
    return [
      this.#ended.bound("database_waiting_sessions"),
      this.#absorbed.bound("database_waiting_absorbed_sessions"),
    ];
  }

  /** Rows given up because too many waited. */
  get dropped(): number {
    return this.#ended.dropped + this.#absorbed.dropped;
  }

  /** Takes a link's state; true when its session changed. */
  seen(entry: LinkEntry, seen: LinkSeen, atMs: number): boolean {
    const { session } = entry;
    if (!seen.established) return this.end(entry, atMs);
    if (!session) {
      const connectedAtMs = seen.connectedAtMs ?? atMs;
      entry.session = { connectedAtMs, txMs: seen.sessionTxMs, seenAtMs: atMs };
      return true;
    }
    const connectedAtMs = seen.connectedAtMs ?? session.connectedAtMs;
    if (connectedAtMs - session.connectedAtMs > SAME_SESSION_MS) {
      entry.previous = this.#close(entry, session.seenAtMs);
      entry.session = { connectedAtMs, txMs: seen.sessionTxMs, seenAtMs: atMs };
      return true;
    }
    const known = { connectedAtMs: session.connectedAtMs, txMs: session.txMs };
    this.#absorbPrevious(entry, connectedAtMs);
    session.connectedAtMs = connectedAtMs;
    session.txMs = Math.max(session.txMs, seen.sessionTxMs);
    session.seenAtMs = Math.max(session.seenAtMs, atMs);
    return known.connectedAtMs !== session.connectedAtMs || known.txMs !== session.txMs;
  }

  /** Takes that a link is no longer connected; true when it was. */
  end(entry: LinkEntry, atMs: number): boolean {
    const ended = this.#close(entry, atMs);
    entry.previous = null;
    return ended !== null;
  }

  /** Takes the session that the last run left open. One that this run has begun meanwhile is its continuation or follows it. */
  adopt(entry: LinkEntry, row: OpenSessionRow): void {
    const { session } = entry;
    const stored = { connectedAtMs: row.connectedAtMs, txMs: row.txMs, seenAtMs: row.checkpointAtMs };
    if (!session) {
      entry.session = stored;
      return;
    }
    if (session.connectedAtMs - row.connectedAtMs <= SAME_SESSION_MS) {
      session.txMs += row.txMs;
      return;
    }
    entry.session = stored;
    entry.previous = this.#close(entry, row.checkpointAtMs);
    entry.session = session;
  }

  /** What waits. */
  writes(): Omit<LinkWrites, "links"> {
    return { endedSessions: [...this.#ended.values()], absorbedSessions: [...this.#absorbed.values()] };
  }

  /** Takes that everything was written. */
  written(): void {
    this.#ended.clear();
    this.#absorbed.clear();
  }

  #close(entry: LinkEntry, atMs: number): EndedSession | null {
    const { localNode, node, session } = entry;
    if (!session) return null;
    const { connectedAtMs, txMs } = session;
    const ended = { localNode, node, connectedAtMs, endedAtMs: Math.max(connectedAtMs, atMs), txMs };
    this.#ended.put(sessionKey(ended), ended);
    entry.session = null;
    return ended;
  }

  /**
   * After a start the first event tells of a link as if it had just come; the poll after it tells since when it is
   * really up. When that is the session ended before, the two were one.
   */
  #absorbPrevious(entry: LinkEntry, connectedAtMs: number): void {
    const { previous, session } = entry;
    if (!previous || !session || connectedAtMs - previous.connectedAtMs > SAME_SESSION_MS) return;
    if (!this.#ended.delete(sessionKey(previous))) this.#absorbed.put(sessionKey(previous), previous);
    session.txMs += previous.txMs;
    entry.previous = null;
  }
}

function sessionKey(session: SessionName): string {
  return `${linkKey(session)}\n${session.connectedAtMs}`;
}
