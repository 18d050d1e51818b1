import { runningMs } from "./link_entry.ts";
import type { LinkLedger } from "./link_ledger.ts";
import { compareLinks, linkKey } from "./order.ts";
import type { SessionName, SessionRow } from "./rows.ts";
import type { LinkSession } from "./types.ts";

/** What memory says of one local node's sessions, over what is stored. */
export interface WaitingSessions {
  readonly sessions: readonly LinkSession[];
  /** Links whose open row, if there is one, is told by `sessions`. */
  readonly known: ReadonlySet<string>;
  /** Stored sessions that are none. */
  readonly absorbed: ReadonlySet<string>;
  /** How many stored rows it may hide. */
  readonly hides: number;
}

/** Gathers what memory knows of a local node's sessions: open ones, and those that ended and wait to be written. */
export function waitingSessions(links: LinkLedger, localNode: string, untilMs: number): WaitingSessions {
  const { endedSessions, absorbedSessions } = links.waitingSessions();
  const sessions: LinkSession[] = endedSessions.filter((each) => each.localNode === localNode);
  for (const entry of links.entries()) {
    if (entry.localNode !== localNode || !entry.session) continue;
    const { connectedAtMs, seenAtMs } = entry.session;
    // Of a link that has not come back yet no more is known than when it was last up.
    const endedAtMs = links.isUnclaimed(entry) ? seenAtMs : null;
    const txMs = entry.session.txMs + runningMs(entry, untilMs);
    sessions.push({ localNode, node: entry.node, connectedAtMs, endedAtMs, txMs });
  }
  return {
    sessions,
    known: new Set(sessions.map(linkKey)),
    absorbed: new Set(absorbedSessions.map(sessionKey)),
    hides: sessions.length + absorbedSessions.length,
  };
}

/** Lays memory over what is stored, newest first. An open row that no link stands for was cut off with the last run. */
export function layOver(stored: readonly SessionRow[], waiting: WaitingSessions): LinkSession[] {
  const rows = new Map<string, LinkSession>();
  for (const row of stored) {
    if (row.endedAtMs === null ? waiting.known.has(linkKey(row)) : waiting.absorbed.has(sessionKey(row))) {
      continue;
    }
    const { checkpointAtMs, ...session } = row;
    rows.set(sessionKey(row), { ...session, endedAtMs: row.endedAtMs ?? checkpointAtMs });
  }
  for (const session of waiting.sessions) rows.set(sessionKey(session), session);
  return [...rows.values()].sort((one, other) =>
    other.connectedAtMs - one.connectedAtMs || compareLinks(one, other)
  );
}

function sessionKey(session: SessionName): string {
  return `${linkKey(session)}\n${session.connectedAtMs}`;
}
