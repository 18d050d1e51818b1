import type { Bound } from "../wire/mod.ts";
import { type Connection, rank } from "./connection.ts";
import { type End, keyOf } from "./sockaddr.ts";

/** How many connections there may be at once. */
export interface GuardLimits {
  readonly perAddress: number;
  readonly total: number;
}

/** A connection that the handler told of is forgotten when no socket of it was seen for so long: it ended before anybody looked. */
const UNSEEN_MS = 5_000;

/** All connections there are, by their other end and by address; as many as the kernel has. */
export class ConnectionBook {
  readonly #byKey = new Map<string, Connection>();
  readonly #byGroup = new Map<string, Set<Connection>>();
  /** Those whose socket was not seen yet, with when they came. */
  readonly #unseen = new Map<Connection, number>();

  constructor(
    private readonly limits: GuardLimits,
    private readonly groupOf: (address: string) => string | null,
  ) {}

  /** The connection with this other end; a new one where it is not known. */
  at(end: End, nowMs: number): Connection {
    const key = keyOf(end);
    const known = this.#byKey.get(key);
    if (known) return known;
    const group = this.groupOf(end.address);
    const activity = { is: "waiting", first: true, sinceMs: nowMs, from: null } as const;
    const connection: Connection = { end, group, fd: null, activity };
    this.#byKey.set(key, connection);
    this.#unseen.set(connection, nowMs);
    if (group !== null) this.#groupOf(group).add(connection);
    return connection;
  }

  /** Its socket was seen. Another one than before: the other end used its port again, before anybody saw that the first was gone. */
  see(connection: Connection, fd: number, nowMs: number): void {
    const isAnother = connection.fd !== null && connection.fd !== fd;
    if (isAnother && connection.activity.is === "waiting") {
      connection.activity = { is: "waiting", first: true, sinceMs: nowMs, from: null };
    }
    connection.fd = fd;
    this.#unseen.delete(connection);
  }

  /** Forgets one that is over. */
  forget(connection: Connection): void {
    const key = keyOf(connection.end);
    if (this.#byKey.get(key) !== connection) return;
    this.#byKey.delete(key);
    this.#unseen.delete(connection);
    if (connection.group === null) return;
    const group = this.#byGroup.get(connection.group);
    group?.delete(connection);
    if (group?.size === 0) this.#byGroup.delete(connection.group);
  }

  /** Forgets those that ended before their sockets were seen. */
  forgetUnseen(nowMs: number): void {
    for (const [connection, sinceMs] of this.#unseen) {
      if (nowMs - sinceMs > UNSEEN_MS) this.forget(connection);
    }
  }

  /** Every connection. */
  all(): Iterable<Connection> {
    return this.#byKey.values();
  }

  /** The connections of an address that are too many, the newest of those that give way most readily first. */
  tooManyOfAddress(): Connection[] {
    const found: Connection[] = [];
    for (const group of this.#byGroup.values()) {
      const excess = group.size - this.limits.perAddress;
      if (excess <= 0) continue;
      found.push(...readiest([...group].reverse(), excess));
    }
    return found;
  }

  /**
   * The connections that are too many in all: the longest waiting of those that never asked for anything first, since whoever asks does so at once;
   * then the newest.
   */
  tooManyInAll(): Connection[] {
    const excess = this.#byKey.size - this.limits.total;
    if (excess <= 0) return [];
    const oldestFirst = [...this.#byKey.values()];
    const waiting = oldestFirst.filter(({ activity }) => activity.is === "waiting");
    const others = oldestFirst.filter(({ activity }) => activity.is !== "waiting").reverse();
    return readiest([...waiting, ...others], excess);
  }

  /** How many there are in all, and of the address that has most. */
  bounds(refused: { readonly ofAddress: number; readonly inAll: number }): readonly Bound[] {
    const { perAddress, total } = this.limits;
    let most = 0;
    for (const group of this.#byGroup.values()) most = Math.max(most, group.size);
    return [
      { name: "connections", used: this.#byKey.size, limit: total, dropped: refused.inAll },
      { name: "connections_per_address", used: most, limit: perAddress, dropped: refused.ofAddress },
    ];
  }

  #groupOf(name: string): Set<Connection> {
    const group = this.#byGroup.get(name) ?? new Set();
    this.#byGroup.set(name, group);
    return group;
  }
}

/** So many of them, those first that give way most readily; as they stand where that is the same. */
function readiest(connections: readonly Connection[], count: number): Connection[] {
  const ranks: Connection[][] = [];
  for (const connection of connections) (ranks[rank(connection)] ??= []).push(connection);
  return ranks.flat().slice(0, count);
}
