/** Channels remembered after their Hangup; events of theirs that come later are few and come soon. */
export const MAX_TOMBSTONES = 4_096;

/** A Newchannel that comes so soon after the Hangup of an unknown channel was only overtaken by it. */
const OVERTAKEN_MS = 5_000;

/**
 * Channels that are gone, so that an event which comes too late brings none back. A Newchannel does: ids can be used
 * again; but not where the Hangup alone had come, just before.
 */
export class Tombstones {
  readonly #gone = new Map<string, { readonly atMs: number; readonly wasKnown: boolean }>();

  /** How many are remembered. */
  get size(): number {
    return this.#gone.size;
  }

  /** Remembers a channel; `wasKnown`: not only its Hangup was seen. */
  add(uniqueid: string, atMs: number, wasKnown: boolean): void {
    this.#gone.delete(uniqueid);
    this.#gone.set(uniqueid, { atMs, wasKnown });
    if (this.#gone.size <= MAX_TOMBSTONES) return;
    const [oldest] = this.#gone.keys();
    if (oldest !== undefined) this.#gone.delete(oldest);
  }

  /** Whether the channel is gone. */
  has(uniqueid: string): boolean {
    return this.#gone.size > 0 && this.#gone.has(uniqueid);
  }

  /** Whether a Newchannel of this id begins a new channel; one that was overtaken does not, nor does what follows it. */
  mayReturn(uniqueid: string, atMs: number): boolean {
    const gone = this.#gone.get(uniqueid);
    if (gone === undefined) return true;
    this.#gone.delete(uniqueid);
    if (gone.wasKnown || atMs - gone.atMs > OVERTAKEN_MS) return true;
    this.add(uniqueid, gone.atMs, true);
    return false;
  }
}
