import { AmiDecoder, type AmiFrame } from "../ami/mod.ts";
import type { AskedAction } from "./types.ts";

/** Actions that wait for their answer are few; beyond this the oldest is forgotten. */
const MAX_WAITING = 1_000;

/**
 * Remembers what was asked until it is answered, by ActionID. Of an action only what names the question is kept: the
 * bytes that were sent hold secrets and go no further than this.
 */
export class AskedActions {
  readonly #waiting = new Map<string, AskedAction>();
  readonly #decoder = new AmiDecoder({ expectBanner: false, onFrame: (frame) => this.#remember(frame) });
  #nowMs = 0;

  /** Takes bytes that were sent to the server. */
  sent(bytes: Uint8Array, atMs: number): void {
    this.#nowMs = atMs;
    this.#decoder.push(bytes);
  }

  /** The action that a frame answers; events and later parts of an answer give undefined. */
  answeredBy(frame: AmiFrame): AskedAction | undefined {
    if (frame.kind === "event" || this.#waiting.size === 0) return undefined;
    const id = frame.get("ActionID");
    const asked = id === undefined ? undefined : this.#waiting.get(id);
    if (id !== undefined) this.#waiting.delete(id);
    return asked;
  }

  #remember(frame: AmiFrame): void {
    const id = frame.get("ActionID");
    const action = frame.get("Action");
    if (id === undefined || action === undefined) return;
    this.#waiting.set(id, {
      atMs: this.#nowMs,
      action,
      command: frame.get("Command"),
      node: frame.get("Node"),
    });
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size > MAX_WAITING) this.#waiting.delete(oldest);
      else break;
    }
  }
}
