/** What a proxy does to one direction of bytes, server to client. Probabilities from 0 to 1. */
export interface Faults {
  /** Nobody can connect. */
  refuse: boolean;
  /** The connection is reset when the client logs in. */
  resetOnLogin: boolean;
  /** Neither side hears the other, and no side is told. */
  halfOpen: boolean;
  /** The server's bytes wait until this ends. */
  stalled: boolean;
  /** Every piece comes this much later. */
  delayMs: number;
  dropEvents: number;
  duplicateFrames: number;
  /** Chance that noise stands before a frame. */
  garbage: number;
  /** The connection is cut after so many more bytes, wherever that is; `null`: it is not. */
  cutAfterBytes: number | null;
  /** The next frame is preceded by one of this many bytes. */
  hugeFrameBytes: number;
  /** How many events with the list of adjacent links were dropped. */
  lostLists: number;
}

/** A wire that does nothing to what it carries. */
export function noFaults(): Faults {
  return {
    refuse: false,
    resetOnLogin: false,
    halfOpen: false,
    stalled: false,
    delayMs: 0,
    dropEvents: 0,
    duplicateFrames: 0,
    garbage: 0,
    cutAfterBytes: null,
    hugeFrameBytes: 0,
    lostLists: 0,
  };
}

const NOISE = [
  "\x00\xff\xfe\x01\x80",
  "Event\r\n",
  ": \r\n",
  "Event: RPT_ALINKS\r\n",
  "Response: Success\r\nActionID: none-1\r\n\r\n",
  "\r\n\r\n",
  "EventValue: 9,BADTK\r\nNode: \r\n",
];

/** Cuts a stream into frames and does to them what the faults say. */
export class FrameMangler {
  #held = new Uint8Array(0);
  #greeted = false;

  constructor(private readonly faults: Faults, private readonly random: () => number) {}

  /** Takes bytes of the server; gives the pieces that go on, in order. */
  take(bytes: Uint8Array): Uint8Array[] {
    this.#held = concat(this.#held, bytes);
    const out: Uint8Array[] = [];
    for (let end = this.#frameEnd(); end > 0; end = this.#frameEnd()) {
      out.push(...this.#mangle(this.#held.slice(0, end)));
      this.#held = this.#held.slice(end);
    }
    return out;
  }

  /** End of the first frame, the greeting's line being one; 0 while it is not complete. */
  #frameEnd(): number {
    const held = this.#held;
    for (let at = 1; at < held.length; at++) {
      if (held[at] !== 10 || held[at - 1] !== 13) continue;
      if (!this.#greeted) {
        this.#greeted = true;
        return at + 1;
      }
      if (at === 1 || (held[at - 2] === 10 && held[at - 3] === 13)) return at + 1;
    }
    return 0;
  }

  #mangle(frame: Uint8Array): Uint8Array[] {
    const { faults, random } = this;
    if (isRptEvent(frame) && random() < faults.dropEvents) {
      if (isAdjacentList(frame)) faults.lostLists++;
      return [];
    }
    const out: Uint8Array[] = [];
    if (faults.hugeFrameBytes > 0) {
      out.push(hugeFrame(faults.hugeFrameBytes));
      faults.hugeFrameBytes = 0;
    }
    if (random() < faults.garbage) out.push(latin1(NOISE[Math.floor(random() * NOISE.length)] ?? ""));
    out.push(frame);
    if (random() < faults.duplicateFrames) out.push(frame);
    return out;
  }
}

function isRptEvent(frame: Uint8Array): boolean {
  const head = String.fromCharCode(...frame.subarray(0, 20));
  return head.startsWith("Event: RPT_") || head.startsWith("Event: VarSet");
}

/** The event, or the VarSet of the same list, which counts for nothing where the event was heard. */
function isAdjacentList(frame: Uint8Array): boolean {
  return String.fromCharCode(...frame.subarray(0, 18)) === "Event: RPT_ALINKS\r";
}

function hugeFrame(bytes: number): Uint8Array {
  const frame = new Uint8Array(bytes).fill(65);
  frame.set(latin1("Event: Huge\r\nText: "));
  for (let at = 500; at < bytes - 4; at += 500) frame.set([13, 10, 65, 58], at);
  frame.set(latin1("\r\n\r\n"), bytes - 4);
  return frame;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function concat(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}
