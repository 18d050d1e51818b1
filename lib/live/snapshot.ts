import type { Clock } from "../clock/mod.ts";
import type { AmiStatusChange, Bound, Envelope } from "../wire/mod.ts";
import { StreamMessage } from "./message.ts";
import type { SnapshotSource } from "./types.ts";

/** How long a snapshot serves further clients while nothing is numbered; its seconds are then at most this old. */
const REUSE_MS = 1_000;

/** Servers whose last AMI_STATUS is kept; far more than anybody runs. */
const MAX_SERVERS = 256;

interface Built {
  readonly seq: number;
  readonly atMs: number;
  readonly state: readonly StreamMessage[];
  readonly afterLoss: readonly StreamMessage[];
}

/** Builds what a new viewer is shown, once for all that come at the same point of the stream. */
export class SnapshotCache {
  #built: Built | undefined;
  readonly #amiStatus = new Map<string, AmiStatusChange>();

  constructor(private readonly source: SnapshotSource, private readonly clock: Clock) {}

  /** Of how many servers a status is kept. */
  get bound(): Bound {
    return { name: "stream_servers", used: this.#amiStatus.size, limit: MAX_SERVERS };
  }

  /** Remembers the last status of a server's session, which no node's status may tell. */
  noteAmiStatus(change: AmiStatusChange): void {
    if (this.#amiStatus.has(change.server) || this.#amiStatus.size < MAX_SERVERS) {
      this.#amiStatus.set(change.server, change);
    }
  }

  /**
   * One STATUS_UPDATE per local node and the talker log, all with the given number. After a loss also the last
   * AMI_STATUS of each server.
   */
  messages(seq: number, afterLoss: boolean): readonly StreamMessage[] {
    const nowMs = this.clock.now();
    const built = this.#built;
    if (built === undefined || built.seq !== seq || nowMs - built.atMs >= REUSE_MS || nowMs < built.atMs) {
      this.#built = this.#build(seq, nowMs);
    }
    const fresh = this.#built;
    if (fresh === undefined) return [];
    return afterLoss ? fresh.afterLoss : fresh.state;
  }

  #build(seq: number, nowMs: number): Built {
    const head = { seq, timestamp: nowMs };
    const statuses = this.source.statuses().map((data): Envelope => ({
      messageType: "STATUS_UPDATE",
      ...head,
      data,
    }));
    const log: Envelope = { messageType: "TALKER_LOG_SNAPSHOT", ...head, data: this.source.talkerLog() };
    const servers = [...this.#amiStatus.values()].map((data): Envelope => ({
      messageType: "AMI_STATUS",
      ...head,
      data,
    }));
    const state = [...statuses, log].map((envelope) => new StreamMessage(envelope));
    const lost = servers.map((envelope) => new StreamMessage(envelope));
    return { seq, atMs: nowMs, state, afterLoss: [...state, ...lost] };
  }
}
