import type { AmiFrame } from "../ami/mod.ts";
import { type CallChange, createCorrelator } from "../calls/mod.ts";
import type { AskedAction, Played } from "../wiretap/mod.ts";

/** What stands for the server's name in events of a replay. */
const SERVER = "replay";

/** Items of one list that are kept until it is complete; a capture that has more is nonsense. */
const MAX_ITEMS = 20_000;

/**
 * Puts what a capture plays into the correlator of its calls, on the capture's clock, as the live connection would:
 * events one by one, and each list of channels that was asked for while it was captured.
 */
export class CallsReplay {
  readonly #correlator = createCorrelator({ server: SERVER });
  #channels: AmiFrame[] = [];
  #bridges: AmiFrame[] = [];
  #askedAtMs: number | null = null;

  /** Takes one played thing; gives what there is to tell, in order. */
  take(played: Played): readonly CallChange[] {
    if (played.type !== "frame") return [];
    const { frame, asked, atMs } = played;
    if (frame.kind === "response") return this.#asked(asked);
    if (frame.kind !== "event") return [];
    const isListed = frame.get("ActionID") !== undefined;
    return isListed ? this.#listed(frame, atMs) : this.#correlator.apply(frame, atMs);
  }

  #asked(asked: AskedAction | undefined): readonly CallChange[] {
    if (asked?.action === "CoreShowChannels") this.#askedAtMs = asked.atMs;
    return [];
  }

  #listed(frame: AmiFrame, atMs: number): readonly CallChange[] {
    switch (frame.name) {
      case "BridgeListItem":
        if (this.#bridges.length < MAX_ITEMS) this.#bridges.push(frame);
        return [];
      case "CoreShowChannel":
        if (this.#channels.length < MAX_ITEMS) this.#channels.push(frame);
        return [];
      case "CoreShowChannelsComplete":
        return this.#reconcile(atMs);
      default:
        return [];
    }
  }

  #reconcile(atMs: number): readonly CallChange[] {
    const [channels, bridges, askedAtMs] = [this.#channels, this.#bridges, this.#askedAtMs ?? atMs];
    [this.#channels, this.#bridges, this.#askedAtMs] = [[], [], null];
    if (channels.length >= MAX_ITEMS) return [];
    return this.#correlator.reconcile({ askedAtMs, channels, bridges }, atMs);
  }
}
