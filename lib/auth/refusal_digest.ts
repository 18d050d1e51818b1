import type { AuditEntry } from "./audit_types.ts";

/** Refusals of one account or address that are taken down one by one before the rest is summed up. */
export const TOLD_SINGLY = 10;

/** Accounts and addresses whose refusals are summed up apart; those of all others are summed up together. */
const MAX_GROUPS = 256;

/** Entries about refusals that all accounts and addresses together may make at once, and the time for one more: 500 a day. */
const TOLD_AT_ONCE = 1_000;
const TOLD_EVERY_MS = 172_800;

/** How long refusals are summed up at first; twice as long each time that they go on. */
const FIRST_WINDOW_MS = 60_000;
const LONGEST_WINDOW_MS = 600_000;

/** Those of many that are summed up together make so few entries that a year of them leaves room for what was done. */
const REST_WINDOW_MS = 3_600_000;

/** Of what was refused last, so much is told. */
const DETAIL_LENGTH = 150;

/** Addresses of one group that are told apart. */
const MAX_ADDRESSES = 20;

/** What one account or address was refused of late. */
interface Group {
  told: number;
  untold: number;
  untilMs: number;
  windowMs: number;
  sinceMs: number;
  last: AuditEntry;
  readonly addresses: Set<string>;
}

/**
 * Keeps floods of refusals from drowning everything else: the first of each account and address are taken down one by one, the
 * others counted, and the counts taken down in entries of their own. None goes without being counted.
 */
export class RefusalDigest {
  readonly #groups = new Map<string, Group>();
  /** What was refused to those who have no group of their own, by what it was. */
  readonly #rest = new Map<string, Group>();
  #tokens = TOLD_AT_ONCE;
  #filledAtMs = 0;

  /** Groups that are kept in mind. */
  get size(): number {
    return this.#groups.size;
  }

  /** Most groups that are kept in mind. */
  get limit(): number {
    return MAX_GROUPS;
  }

  /** When there is something to sum up next, epoch milliseconds; infinity: nothing. */
  get dueAtMs(): number {
    let dueAtMs = Infinity;
    for (const { untilMs } of this.#all()) dueAtMs = Math.min(dueAtMs, untilMs);
    return dueAtMs;
  }

  /** Takes a refusal; true when it is to be taken down by itself. */
  take(entry: AuditEntry, nowMs: number): boolean {
    const group = this.#groupOf(entry, nowMs);
    group.last = { ...entry, detail: entry.detail?.slice(0, DETAIL_LENGTH) ?? null };
    if (group.addresses.size < MAX_ADDRESSES) group.addresses.add(entry.from);
    const isRest = group.windowMs === REST_WINDOW_MS;
    if (!isRest && group.told < TOLD_SINGLY && this.#spend(nowMs)) {
      group.told++;
      return true;
    }
    if (group.untold === 0) group.sinceMs = nowMs;
    group.untold++;
    return false;
  }

  /** Entries for what was counted until now; groups that were quiet are forgotten. */
  sumUp(nowMs: number): readonly AuditEntry[] {
    const due = [...this.#groups, ...this.#rest].filter(([, { untilMs }]) => untilMs <= nowMs);
    return due.flatMap(([key, group]) => {
      if (group.untold === 0) {
        this.#groups.delete(key);
        this.#rest.delete(key);
        return [];
      }
      const isRest = group.windowMs === REST_WINDOW_MS;
      const summary = isRest || this.#spend(nowMs)
        ? summaryOf(group, isRest, nowMs)
        : this.#passOn(group, nowMs);
      group.untold = 0;
      group.addresses.clear();
      if (!isRest) group.windowMs = Math.min(group.windowMs * 2, LONGEST_WINDOW_MS);
      group.untilMs = nowMs + group.windowMs;
      return summary ?? [];
    });
  }

  /** Entries for everything that was counted; used when the program ends. */
  drain(nowMs: number): readonly AuditEntry[] {
    const open = [...this.#all()].filter(({ untold }) => untold > 0);
    this.#groups.clear();
    this.#rest.clear();
    return open.map((group) => summaryOf(group, group.windowMs === REST_WINDOW_MS, nowMs));
  }

  *#all(): Iterable<Group> {
    yield* this.#groups.values();
    yield* this.#rest.values();
  }

  #groupOf(entry: AuditEntry, nowMs: number): Group {
    const { who, from, what } = entry;
    const key = JSON.stringify(who === null ? [what, null, from] : [what, who]);
    const known = this.#groups.get(key);
    if (known) return known;
    if (this.#groups.size >= MAX_GROUPS) return this.#restOf(entry, nowMs);
    const group = newGroup(entry, nowMs, FIRST_WINDOW_MS);
    this.#groups.set(key, group);
    return group;
  }

  #restOf(entry: AuditEntry, nowMs: number): Group {
    let group = this.#rest.get(entry.what);
    if (!group) this.#rest.set(entry.what, group = newGroup(entry, nowMs, REST_WINDOW_MS));
    return group;
  }

  /** There were so many entries that the count goes to those that are summed up together. */
  #passOn({ untold, sinceMs, last, addresses }: Group, nowMs: number): null {
    const rest = this.#restOf(last, nowMs);
    rest.sinceMs = rest.untold === 0 ? sinceMs : Math.min(rest.sinceMs, sinceMs);
    rest.untold += untold;
    rest.last = last;
    for (const address of addresses) {
      if (rest.addresses.size < MAX_ADDRESSES) rest.addresses.add(address);
    }
    return null;
  }

  #spend(nowMs: number): boolean {
    const gained = Math.max(0, Math.floor((nowMs - this.#filledAtMs) / TOLD_EVERY_MS));
    this.#tokens = Math.min(TOLD_AT_ONCE, this.#tokens + gained);
    this.#filledAtMs += gained * TOLD_EVERY_MS;
    if (this.#tokens === 0) return false;
    this.#tokens--;
    return true;
  }
}

function newGroup(last: AuditEntry, nowMs: number, windowMs: number): Group {
  return {
    told: 0,
    untold: 0,
    untilMs: nowMs + windowMs,
    windowMs,
    sinceMs: nowMs,
    last,
    addresses: new Set(),
  };
}

function summaryOf({ untold, sinceMs, last, addresses }: Group, isRest: boolean, nowMs: number): AuditEntry {
  const { who, from, what, detail = null } = last;
  const { size } = addresses;
  const many = size >= MAX_ADDRESSES ? `at least ${size}` : String(size);
  const places = size === 1 ? "" : ` from ${many} addresses`;
  const seconds = Math.max(1, Math.round((nowMs - sinceMs) / 1_000));
  return {
    who: isRest ? null : who,
    from,
    what,
    result: "refused",
    detail: `${untold} more like this in ${seconds} s${places}, the last: ${detail ?? what}`,
  };
}
