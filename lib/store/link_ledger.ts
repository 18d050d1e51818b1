import type { Bound } from "../wire/mod.ts";
import type { LinkEdge, LinkSeen } from "./facts.ts";
import { earn, latest, type LinkEntry, newEntry, runningMs } from "./link_entry.ts";
import { linkKey, type LinkName } from "./order.ts";
import type { LinkRow, LinkWrites, OpenSessionRow } from "./rows.ts";
import { SessionLedger } from "./session_ledger.ts";

/** Totals that differ by less are the same: sums of rounded times. */
const ROUNDING_MS = 100;

/** Links held in memory at most; only a peer that invents links without end comes near. */
const MAX_LINKS = 20_000;

/** Until when what runs on a local node is known to run: now, or when its server was lost. */
export type KnownUntil = (localNode: string) => number;

/** Told of a total that would have shrunk. */
export type OnShrink = (name: LinkName, storedMs: number, toldMs: number) => void;

/**
 * Totals and sessions of the links that are connected, keyed or not yet written. Takes events, gives rows to write, is
 * told when they were written. No clock, no I/O.
 */
export class LinkLedger {
  readonly #entries = new Map<string, LinkEntry>();
  readonly #dirty = new Set<LinkEntry>();
  readonly #keyed = new Set<LinkEntry>();
  /** Links of the last run that have not been heard of in this one. */
  readonly #unclaimed = new Set<LinkEntry>();
  readonly #sessions = new SessionLedger();
  #dropped = 0;
  #shrinksRefused = 0;

  constructor(private readonly onShrink: OnShrink) {}

  /** Totals that would have shrunk. */
  get shrinksRefused(): number {
    return this.#shrinksRefused;
  }

  /** Rows given up because too many waited. */
  get dropped(): number {
    return this.#dropped + this.#sessions.dropped;
  }

  /** How many links are in memory, and how many sessions wait. */
  get bounds(): readonly Bound[] {
    const links = { used: this.#entries.size, limit: MAX_LINKS, dropped: this.#dropped };
    return [{ name: "database_links_in_memory", ...links }, ...this.#sessions.bounds];
  }

  /** Rows that wait because something changed. */
  get pending(): number {
    return this.#dirty.size + this.#sessions.pending;
  }

  /** Local nodes of which a link is keyed, one for each. */
  *keyedNodes(): Iterable<string> {
    for (const entry of this.#keyed) yield entry.localNode;
  }

  /** Links whose totals in the database are not the last word. */
  *unwritten(): Iterable<LinkEntry> {
    yield* this.#dirty;
    for (const entry of this.#keyed) if (!this.#dirty.has(entry)) yield entry;
  }

  /** Sessions that ended or were taken back, and wait to be written. */
  waitingSessions(): Omit<LinkWrites, "links"> {
    return this.#sessions.writes();
  }

  /** Whether a link is of the last run and was not heard of in this one. */
  isUnclaimed(entry: LinkEntry): boolean {
    return this.#unclaimed.has(entry);
  }

  /** Links in memory. */
  entries(): Iterable<LinkEntry> {
    return this.#entries.values();
  }

  /** One link, when it is in memory. */
  entry(name: LinkName): LinkEntry | undefined {
    return this.#entries.get(linkKey(name));
  }

  /** Takes the open session of the last run, with the link's total as it was written. */
  adopt(row: OpenSessionRow): void {
    let entry = this.entry(row);
    if (!entry) {
      const { lastTxStartMs, lastTxEndMs } = row;
      entry = this.#add({ ...newEntry(row, row.totalMs, row.updatedAtMs), lastTxStartMs, lastTxEndMs });
      this.#unclaimed.add(entry);
    } else this.#mark(entry, entry.updatedAtMs);
    this.#sessions.adopt(entry, row);
  }

  /** Takes a key edge that was told at `eventAtMs`. */
  edge(edge: LinkEdge, eventAtMs: number): void {
    const entry = this.entry(edge) ?? this.#add(newEntry(edge, edge.totalMs, eventAtMs));
    // While keyed, a STOP brings the time of the transmission; so does a START whose STOP was missed.
    if (entry.keyed) earn(entry, Math.max(0, edge.totalMs - entry.keyed.totalAtStartMs));
    else if (edge.totalMs < entry.settledMs - ROUNDING_MS) {
      this.#refuseShrink(entry, entry.settledMs, edge.totalMs);
    }
    entry.settledMs = Math.max(entry.settledMs, edge.totalMs);
    const started = edge.kind === "START";
    this.#key(entry, started ? { sinceMs: edge.atMs, totalAtStartMs: edge.totalMs } : null);
    entry.lastTxStartMs = latest(entry.lastTxStartMs, started ? edge.atMs : edge.lastTxStartMs);
    entry.lastTxEndMs = latest(entry.lastTxEndMs, started ? edge.lastTxEndMs : edge.atMs);
    this.#mark(entry, eventAtMs);
  }

  /** Takes a link's state, told at `eventAtMs`: it appeared or changed. */
  seen(seen: LinkSeen, eventAtMs: number): void {
    const known = this.entry(seen);
    const entry = known ?? this.#add(newEntry(seen, seen.totalMs, eventAtMs));
    this.#unclaimed.delete(entry);
    const raised = seen.totalMs > entry.settledMs;
    if (raised) entry.settledMs = seen.totalMs;
    const changed = this.#sessions.seen(entry, seen, eventAtMs);
    this.#moveStart(entry, seen.txSinceMs);
    entry.lastTxStartMs = latest(entry.lastTxStartMs, seen.lastTxStartMs);
    entry.lastTxEndMs = latest(entry.lastTxEndMs, seen.lastTxEndMs);
    if (!known || raised || changed) this.#mark(entry, eventAtMs);
  }

  /** Takes that a link is gone; what still ran ends with it. */
  removed(name: LinkName, eventAtMs: number): void {
    const entry = this.entry(name);
    if (!entry) return;
    if (entry.keyed) {
      earn(entry, runningMs(entry, eventAtMs));
      entry.lastTxEndMs = latest(entry.lastTxEndMs, eventAtMs);
      this.#key(entry, null);
    }
    this.#sessions.end(entry, eventAtMs);
    this.#mark(entry, eventAtMs);
  }

  /** Whether a local node has links of the last run of which nothing was heard yet. */
  hasUnclaimed(localNode: string): boolean {
    for (const entry of this.#unclaimed) if (entry.localNode === localNode) return true;
    return false;
  }

  /** Ends the sessions of the last run whose links are not among those that are connected, when they were last seen. */
  endUnclaimed(localNode: string, connected: ReadonlySet<string>): void {
    for (const entry of [...this.#unclaimed]) {
      if (entry.localNode !== localNode || connected.has(entry.node)) continue;
      if (entry.session) this.#sessions.end(entry, entry.session.seenAtMs);
      this.#mark(entry, entry.updatedAtMs);
    }
  }

  /** What is to be written: changed and keyed links; when `all`, every open session with how far it has gone. */
  writes(knownUntil: KnownUntil, all: boolean): LinkWrites {
    const entries = all ? this.#heardOf() : this.unwritten();
    const links = Array.from(entries, (entry) => rowOf(entry, knownUntil(entry.localNode)));
    return { links, ...this.#sessions.writes() };
  }

  /** Takes that rows were written, with the totals that the database now has; forgets links that are at rest. */
  written(links: readonly LinkRow[], storedTotalsMs: readonly number[]): void {
    this.#sessions.written();
    links.forEach((row, index) => {
      const entry = this.entry(row);
      if (!entry) return;
      const storedMs = (storedTotalsMs[index] ?? 0) - row.partMs;
      if (storedMs > entry.settledMs + ROUNDING_MS) this.#refuseShrink(entry, storedMs, entry.settledMs);
      entry.settledMs = Math.max(entry.settledMs, storedMs);
      entry.earnedMs = 0;
      entry.writtenPartMs = row.partMs;
      if (entry.session && row.session) entry.session.seenAtMs = row.session.seenAtMs;
      this.#dirty.delete(entry);
      if (!entry.keyed && !entry.session) this.#entries.delete(linkKey(entry));
    });
  }

  *#heardOf(): Iterable<LinkEntry> {
    for (const entry of this.#entries.values()) if (!this.#unclaimed.has(entry)) yield entry;
  }

  #mark(entry: LinkEntry, atMs: number): void {
    entry.updatedAtMs = Math.max(entry.updatedAtMs, atMs);
    if (entry.session) entry.session.seenAtMs = Math.max(entry.session.seenAtMs, atMs);
    this.#unclaimed.delete(entry);
    this.#dirty.add(entry);
  }

  /** A start that was told late has turned out to be earlier. */
  #moveStart(entry: LinkEntry, txSinceMs: number | null): void {
    if (!entry.keyed || txSinceMs === null || txSinceMs >= entry.keyed.sinceMs) return;
    this.#key(entry, { ...entry.keyed, sinceMs: txSinceMs });
  }

  #key(entry: LinkEntry, keyed: LinkEntry["keyed"]): void {
    entry.keyed = keyed;
    if (keyed) this.#keyed.add(entry);
    else this.#keyed.delete(entry);
  }

  #add(entry: LinkEntry): LinkEntry {
    this.#entries.set(linkKey(entry), entry);
    if (this.#entries.size > MAX_LINKS) this.#dropOldest();
    return entry;
  }

  #dropOldest(): void {
    for (const [key, oldest] of this.#entries) {
      this.#entries.delete(key);
      for (const set of [this.#dirty, this.#keyed, this.#unclaimed]) set.delete(oldest);
      this.#dropped++;
      return;
    }
  }

  #refuseShrink(entry: LinkEntry, storedMs: number, toldMs: number): void {
    this.#shrinksRefused++;
    this.onShrink(entry, storedMs, toldMs);
  }
}

function rowOf(entry: LinkEntry, untilMs: number): LinkRow {
  const { localNode, node, settledMs, earnedMs, writtenPartMs, lastTxStartMs, lastTxEndMs, session } = entry;
  const partMs = runningMs(entry, untilMs);
  const seenAtMs = Math.max(session?.seenAtMs ?? 0, untilMs);
  return {
    ...{ localNode, node, settledMs, earnedMs, writtenPartMs, partMs, lastTxStartMs, lastTxEndMs },
    updatedAtMs: entry.keyed ? Math.max(entry.updatedAtMs, untilMs) : entry.updatedAtMs,
    session: session && { connectedAtMs: session.connectedAtMs, txMs: session.txMs + partMs, seenAtMs },
  };
}
