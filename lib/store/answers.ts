import type { LinkStat, LinkStatSort, TalkerEvent } from "../wire/mod.ts";
import type { CallLedger } from "./call_ledger.ts";
import { newestCallFirst } from "./call_order.ts";
import type { CallsQuery, CallsReader, StoredCall, StoredCallDetail } from "./call_types.ts";
import { dayOf } from "./day.ts";
import { latest, type LinkEntry, runningMs } from "./link_entry.ts";
import type { KnownUntil, LinkLedger } from "./link_ledger.ts";
import { compareLinks, compareNodes, linkKey } from "./order.ts";
import type { Reader, RecalledRow, TotalRow } from "./reader.ts";
import type { DailyRow } from "./rows.ts";
import type { TalkLedger } from "./talk_ledger.ts";
import { layOver, waitingSessions } from "./session_history.ts";
import { talkOrder, toTalk } from "./talk_events.ts";
import type {
  DailySum,
  DailySumsQuery,
  HistoryReader,
  LinkSession,
  LinkStatsQuery,
  SessionsQuery,
  StatsReader,
  StoredLink,
  TalkerLogQuery,
  Transmission,
  TransmissionsQuery,
} from "./types.ts";

/** Reads from the database; gives `otherwise` while there is none to read from. */
export type Read = <T>(action: (reader: Reader) => T, otherwise: T) => T;

/**
 * Of a running transmission the last second is not shown: the edge that ends it says when the link unkeyed, which is
 * earlier than when it is told (the unkey grace), and a total that was shown must not shrink then.
 */
const UNSURE_MS = 1_000;

/** Answers out of the database with what waits in memory laid over it. */
export class Answers implements StatsReader, HistoryReader, CallsReader {
  constructor(
    private readonly links: LinkLedger,
    private readonly talks: TalkLedger,
    private readonly calls: CallLedger,
    private readonly knownUntil: KnownUntil,
    private readonly read: Read,
  ) {}

  linkStats(query: LinkStatsQuery): readonly LinkStat[] {
    const { nodes = [], sinceMs = -Infinity, limit, sort } = query;
    const waiting = [...this.links.unwritten()];
    // As many more as may be hidden: what waits can stand further down than what is stored of it.
    const hidden = new Set(waiting.map(linkKey));
    const wider = { ...query, limit: limit + waiting.length };
    const stored = this.read((reader) => reader.totals(wider), []).filter((row) => !hidden.has(linkKey(row)));
    const laidOver = waiting.map((entry) => this.#total(entry, UNSURE_MS)).filter((row) =>
      row.updatedAtMs >= sinceMs && (nodes.length === 0 || nodes.includes(row.node))
    );
    return [...stored, ...laidOver].sort(LINK_ORDER[sort]).slice(0, limit).map(toLinkStat);
  }

  talkerLog({ sinceMs = 0, limit }: TalkerLogQuery): readonly TalkerEvent[] {
    const waiting = [...this.talks.rows(this.knownUntil)];
    const stored = this.read((reader) => [
      ...reader.byStart(sinceMs, null, limit),
      ...reader.byEnd(sinceMs, limit),
    ], []).filter((row) => !this.talks.isMoved(row));
    const rows = new Map([...stored, ...waiting].map((row) => [transmissionKey(row), row]));
    const running = new Set(waiting.filter((row) => row.endedAtMs === null));
    return [...rows.values()].flatMap((row) => toTalk(row, running.has(row)))
      .filter((talk) => talk.atMs >= sinceMs).sort(talkOrder).slice(0, limit).map(({ event }) => event);
  }

  recentTransmissions({ sinceMs, localNode, node, limit }: TransmissionsQuery): readonly Transmission[] {
    const waiting = [...this.talks.rows(this.knownUntil)].filter((row) =>
      row.startedAtMs >= sinceMs && (localNode === undefined || row.localNode === localNode) &&
      (node === undefined || row.node === node)
    );
    const local = localNode ?? null;
    const stored = this.read(
      (reader) =>
        node === undefined
          ? reader.byStart(sinceMs, local, limit)
          : reader.ofNode(node, sinceMs, local, limit),
      [],
    );
    // What the database has open and this run does not know was cut off by the end of the run before.
    const ended = stored.filter((row) => !this.talks.isMoved(row)).map((row) => ({
      ...row,
      endedAtMs: row.endedAtMs ?? row.checkpointAtMs,
    }));
    const rows = new Map([...ended, ...waiting].map((row) => [transmissionKey(row), row]));
    return [...rows.values()].sort((one, other) =>
      other.startedAtMs - one.startedAtMs || compareLinks(one, other)
    ).slice(0, limit).map(({ checkpointAtMs: _, ...row }) => row);
  }

  recentSessions({ localNode, limit }: SessionsQuery): readonly LinkSession[] {
    const waiting = waitingSessions(this.links, localNode, this.knownUntil(localNode));
    // As many more as may turn out to be hidden by what waits.
    const stored = this.read((reader) => reader.sessions(localNode, limit + waiting.hides), []);
    return layOver(stored, waiting).slice(0, limit);
  }

  dailySums({ sinceMs, localNode, limit }: DailySumsQuery): readonly DailySum[] {
    const fromDayMs = dayOf(sinceMs);
    const waiting = [...this.talks.daily()].filter((row) =>
      row.dayMs >= fromDayMs && (localNode === undefined || row.localNode === localNode)
    );
    const stored = this.read((reader) => reader.daily(fromDayMs, localNode ?? null, limit), []);
    const sums = new Map<string, DailyRow>();
    for (const row of [...stored, ...waiting]) {
      const key = `${linkKey(row)}\n${row.dayMs}`;
      const sum = sums.get(key) ?? { txMs: 0, count: 0 };
      sums.set(key, { ...row, txMs: sum.txMs + row.txMs, count: sum.count + row.count });
    }
    return [...sums.values()].sort((one, other) => other.dayMs - one.dayMs || compareLinks(one, other))
      .slice(0, limit).map(({ dayMs, ...row }) => ({
        ...row,
        day: new Date(dayMs).toISOString().slice(0, 10),
      }));
  }

  pastCalls(query: CallsQuery): readonly StoredCall[] {
    const waiting = this.calls.ended(query);
    // What ended unseen in the run before and was seen again is up.
    const stored = this.read((reader) => reader.calls(query), []).filter((call) => !this.calls.isUp(call));
    const calls = new Map([...stored, ...waiting].map((call) => [callKey(call), call]));
    return [...calls.values()].sort(newestCallFirst).slice(0, query.limit);
  }

  callOf(callId: string, server?: string, begunByMs?: number): StoredCallDetail | undefined {
    const waiting = this.calls.get(callId, server, begunByMs);
    const stored = this.read((reader) => reader.call(callId, server ?? null, begunByMs), undefined);
    if (waiting === undefined || stored === undefined) return waiting ?? stored;
    return newestCallFirst(waiting, stored) <= 0 ? waiting : stored;
  }

  /** What is remembered of a local node's links. */
  recall(localNode: string): readonly StoredLink[] {
    const rows = new Map<string, StoredLink>();
    for (const row of this.read((reader) => reader.recall(localNode), [])) rows.set(row.node, fromRow(row));
    for (const entry of this.links.entries()) {
      if (entry.localNode === localNode) rows.set(entry.node, this.#fromEntry(entry));
    }
    return [...rows.values()].sort((one, other) => compareNodes(one.node, other.node));
  }

  /** What is remembered of one link. */
  recallLink(localNode: string, node: string): StoredLink | undefined {
    const entry = this.links.entry({ localNode, node });
    if (entry) return this.#fromEntry(entry);
    const row = this.read((reader) => reader.recallLink(localNode, node), undefined);
    return row && fromRow(row);
  }

  #fromEntry(entry: LinkEntry): StoredLink {
    const { node, lastTxStartMs, lastTxEndMs, session } = entry;
    const partMs = runningMs(entry, this.knownUntil(entry.localNode));
    const openSession = session && { connectedSinceMs: session.connectedAtMs, txMs: session.txMs + partMs };
    return { node, totalTxMs: this.#total(entry, 0).totalMs, lastTxStartMs, lastTxEndMs, openSession };
  }

  /** A link in memory as it would be stored, without the last `unsureMs` of what runs. */
  #total(entry: LinkEntry, unsureMs: number): TotalRow {
    const { localNode, node, settledMs, earnedMs, writtenPartMs, session } = entry;
    const stored = this.read((reader) => reader.recallLink(localNode, node), undefined);
    const untilMs = this.knownUntil(localNode);
    const partMs = Math.max(0, runningMs(entry, untilMs) - unsureMs);
    return {
      localNode,
      node,
      totalMs: Math.max(settledMs, stored ? stored.totalMs - writtenPartMs + earnedMs : 0) + partMs,
      lastTxStartMs: latest(entry.lastTxStartMs, stored?.lastTxStartMs ?? null),
      lastTxEndMs: latest(entry.lastTxEndMs, stored?.lastTxEndMs ?? null),
      connectedAtMs: session?.connectedAtMs ?? null,
      updatedAtMs: entry.keyed ? Math.max(entry.updatedAtMs, untilMs) : entry.updatedAtMs,
    };
  }
}

function fromRow({ node, totalMs, lastTxStartMs, lastTxEndMs, session }: RecalledRow): StoredLink {
  const openSession = session && { connectedSinceMs: session.connectedAtMs, txMs: session.txMs };
  return { node, totalTxMs: totalMs, lastTxStartMs, lastTxEndMs, openSession };
}

function transmissionKey(row: { localNode: string; node: string; startedAtMs: number }): string {
  return `${linkKey(row)}\n${row.startedAtMs}`;
}

function callKey({ server, callId, startedAtMs }: StoredCall): string {
  return `${startedAtMs}\n${callId}\n${server}`;
}

type TotalOrder = (one: TotalRow, other: TotalRow) => number;

const LINK_ORDER: Readonly<Record<LinkStatSort, TotalOrder>> = {
  tx_seconds_desc: (one, other) => other.totalMs - one.totalMs || compareLinks(one, other),
  tx_seconds_asc: (one, other) => one.totalMs - other.totalMs || compareLinks(one, other),
  node_asc: (one, other) =>
    compareNodes(one.node, other.node) || compareNodes(one.localNode, other.localNode),
  node_desc: (one, other) =>
    compareNodes(other.node, one.node) || compareNodes(one.localNode, other.localNode),
  recent_desc: (one, other) => lastHeardMs(other) - lastHeardMs(one) || compareLinks(one, other),
};

function lastHeardMs(row: TotalRow): number {
  return Math.max(row.lastTxStartMs ?? 0, row.lastTxEndMs ?? 0);
}

/** Rows that are remembered are told to every visitor, and their instants are written once. */
function toLinkStat(row: TotalRow): LinkStat {
  let stat = told.get(row);
  if (stat === undefined) told.set(row, stat = linkStat(row));
  return stat;
}

const told = new WeakMap<TotalRow, LinkStat>();

function linkStat(row: TotalRow): LinkStat {
  const iso = (ms: number | null) => ms === null ? null : new Date(ms).toISOString();
  return {
    local_node: row.localNode,
    node: row.node,
    total_tx_seconds: row.totalMs / 1_000,
    last_tx_start: iso(row.lastTxStartMs),
    last_tx_end: iso(row.lastTxEndMs),
    connected_since: iso(row.connectedAtMs),
    updated_at: new Date(row.updatedAtMs).toISOString(),
  };
}
