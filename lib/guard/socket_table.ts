import type { SocketCalls } from "../native/mod.ts";
import type { Connection } from "./connection.ts";
import { type End, portOf, readEnd, SOCKADDR_BYTES } from "./sockaddr.ts";

/** The kernel gives the lowest free descriptor; looking so far past the highest connection finds new ones. */
const LOOK_AHEAD = 64;

/** New ones may be far past all that is known, where many were there for a moment: those between them were ended since. */
const LOOK_FAR_AHEAD = 8_192;

/** Files that are no connections are below. */
const LEAST_LOOK = 96;

/** What is behind a descriptor. */
interface Slot {
  /** Its other end, as the kernel wrote it. */
  readonly peer: Uint8Array;
  /** `null` for a connection that is none of the web server's. */
  readonly connection: Connection | null;
}

/** What of the kernel's sockets belongs to the web server. */
export class SocketTable {
  #slots: (Slot | undefined)[] = [];
  #lowestFree = 0;
  readonly #peer = new Uint8Array(SOCKADDR_BYTES);
  readonly #own = new Uint8Array(SOCKADDR_BYTES);

  constructor(private readonly calls: SocketCalls, private readonly port: number) {}

  /** Looks at every socket: `onNew` gives the connection of one that was not there before, `onGone` hears of one that is no more. `far` finds those too that came behind many that went. */
  scan(
    far: boolean,
    onNew: (end: End, fd: number) => Connection,
    onGone: (connection: Connection, fd: number) => void,
  ): void {
    this.#lowestFree = this.calls.lowestFree();
    let look = Math.max(LEAST_LOOK, this.#slots.length + (far ? LOOK_FAR_AHEAD : LOOK_AHEAD));
    for (let fd = 0; fd < look; fd++) {
      const length = this.calls.peer(fd, this.#peer);
      const before = this.#slots[fd];
      if (length === 0 && before === undefined) continue;
      if (length > 0) look = Math.max(look, fd + LOOK_AHEAD);
      if (length > 0 && before !== undefined && isSame(before.peer, this.#peer, length)) continue;
      if (before?.connection) onGone(before.connection, fd);
      this.#slots[fd] = length === 0 ? undefined : this.#slotOf(fd, length, onNew);
    }
    while (this.#slots.length > 0 && this.#slots.at(-1) === undefined) this.#slots.length--;
  }

  /** Whether it may be that so many came since the last look; two calls, however many connections there are. */
  mayHaveGrownBy(count: number): boolean {
    const free = this.calls.lowestFree();
    if (free >= 0 && free < this.#lowestFree) this.#lowestFree = free;
    return free < 0 || free >= this.#lowestFree + count;
  }

  /** Whether the descriptor is still this connection's. */
  isStill(fd: number, connection: Connection): boolean {
    const slot = this.#slots[fd];
    const length = this.calls.peer(fd, this.#peer);
    return slot?.connection === connection && length > 0 && isSame(slot.peer, this.#peer, length);
  }

  /** Lets more connections wait to be accepted: the runtime's 128 are gone within a moment of a flood, and everybody else waits a second. */
  widenBacklog(count: number): void {
    for (let fd = 0; fd < LEAST_LOOK; fd++) {
      const length = this.calls.own(fd, this.#own);
      if (length > 0 && portOf(this.#own) === this.port) this.calls.widenBacklog(fd, count);
    }
  }

  #slotOf(fd: number, length: number, onNew: (end: End, fd: number) => Connection): Slot {
    const peer = this.#peer.slice(0, length);
    const isOurs = this.calls.own(fd, this.#own) > 0 && portOf(this.#own) === this.port;
    const end = isOurs ? readEnd(peer) : null;
    return { peer, connection: end === null ? null : onNew(end, fd) };
  }
}

function isSame(a: Uint8Array, b: Uint8Array, length: number): boolean {
  if (a.length !== length) return false;
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return false;
  return true;
}
