import type { Bound } from "../wire/mod.ts";

/** One header as it came: name in the peer's spelling, value without the surrounding blanks. */
export interface AmiHeader {
  readonly name: string;
  readonly value: string;
}

/**
 * What kind of frame it is. `event`: has `Event:`. `response`: has `Response:`. `bare`: headers but neither,
 * (an `ActionID` or a body that an old Asterisk split off). `text`: no header at all (the XML of RptLocalNodes, IAXnetstats).
 */
export type AmiFrameKind = "event" | "response" | "bare" | "text";

/**
 * One message of the peer. Headers are decoded only when asked for; the frame stays valid for as long as it is
 * held. Names are matched without regard to case; values are UTF-8, bytes that are not become U+FFFD.
 */
export interface AmiFrame {
  readonly kind: AmiFrameKind;
  /** Value of `Event:` or `Response:`; the empty string for other kinds. */
  readonly name: string;
  /** First value of a header, or undefined. An empty value is the empty string. */
  get(name: string): string | undefined;
  /** Every value of a header, in order. */
  all(name: string): readonly string[];
  /** Every header, in order, repeated names included. `Output:` lines are among them. */
  headers(): readonly AmiHeader[];
  /**
   * Lines of a command's output, whichever style the peer speaks: `Output:` lines, or what stands between the
   * headers of `Response: Follows` and `--END COMMAND--`; for a `text` frame all its lines.
   */
  output(): readonly string[];
}

/** What the codec counted since it was made; each is visible in metrics. */
export interface AmiCodecCounters {
  readonly bytes: number;
  readonly frames: number;
  /** Frames given up because one line was over the limit. */
  readonly droppedLongLine: number;
  /** Frames given up because they were over the limit as a whole. */
  readonly droppedLongFrame: number;
  /** Replies that were nothing but an empty line (VoterStatus of an unknown node); they give no frame. */
  readonly emptyFrames: number;
  /** Frames that the end of the stream cut off. */
  readonly truncatedFrames: number;
}

/** How much of one frame is held before it is given up. A line's end is not part of the line. */
export interface AmiLimits {
  readonly maxLineBytes: number;
  readonly maxFrameBytes: number;
}

/**
 * Why a session ended or an action failed. `refused`: the login was refused. `unreachable`: there is no session
 * to ask. `lost`: it ended before the answer. `busy`: too much waits to be sent or answered. `invalid`: the
 * action cannot be written. `protocol`: the peer does not speak AMI, or answers without end.
 */
export type AmiFailureCode =
  | "refused"
  | "unreachable"
  | "lost"
  | "timeout"
  | "busy"
  | "protocol"
  | "stopped"
  | "invalid";

/** State of a connection that never gives up. Instants are epoch milliseconds. */
export type AmiStatus =
  | { readonly state: "stopped"; readonly sinceMs: number }
  | { readonly state: "connecting"; readonly sinceMs: number; readonly attempt: number }
  | { readonly state: "connected"; readonly sinceMs: number; readonly banner: string }
  | {
    readonly state: "retrying" | "refused";
    readonly sinceMs: number;
    readonly attempt: number;
    readonly retryAtMs: number;
    /** One line for people, no secrets; a refused login says "login refused". */
    readonly error: string;
    readonly code: AmiFailureCode;
  };

/** A header of an action to send. */
export type AmiActionHeader = readonly [name: string, value: string];

/** The answer to one action. */
export interface AmiReply {
  /** True for `Response: Success`, `Follows`, `Goodbye`, `Pong`, and for an answer that is only text. */
  readonly ok: boolean;
  /** `Message:` of the answer, or the empty string. */
  readonly message: string;
  /** The answer itself; of a list reply the frame that began it. */
  readonly frame: AmiFrame;
  /** Events of a list reply, in order, without the closing `...Complete`. */
  readonly items: readonly AmiFrame[];
}

/** How to ask. */
export interface AmiActionOptions {
  /** Milliseconds to wait for the (whole) answer; default 10,000. */
  readonly timeoutMs?: number;
}

/** The one thing most rooms need of a server: ask it something. Rejects with `AmiError`. */
export interface AmiActions {
  action(name: string, headers?: readonly AmiActionHeader[], options?: AmiActionOptions): Promise<AmiReply>;
}

/** How to reach and treat one server. */
export interface AmiConnectionOptions {
  readonly server: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly tls: boolean;
  /** PEM file of a certificate authority to trust besides the usual ones, for a self-signed server. */
  readonly tlsCaFile?: string;
  /** `Events:` of the login, e.g. `on`, `off`, `call,system,dialplan`. */
  readonly events: string;
  readonly auth: "md5" | "plain" | "auto";
  readonly retryIntervalMs: number;
  readonly retryMaxMs: number;
  readonly keepaliveMs: number;
}

/** What was counted of answers, besides the codec's own counters. */
export interface AmiSessionCounters {
  /** Frames that answer an action nobody waits for any more; dropped. */
  readonly lateFrames: number;
  /** Frames that are neither events nor the answer to anything asked; dropped. */
  readonly unmatchedFrames: number;
  /** Actions that got no answer in time. */
  readonly timeouts: number;
  /** Times that a listener threw. */
  readonly listenerErrors: number;
}

/** A connection to one server that reconnects by itself until stopped. */
export interface AmiConnection extends AmiActions {
  readonly status: AmiStatus;
  /** Sums over all sessions since the start. */
  readonly counters: AmiCodecCounters & AmiSessionCounters;
  /** What its session holds, and where each ends; nothing while there is no session. */
  readonly bounds: readonly Bound[];
  /** Begins to connect; does nothing while it runs or is still stopping. */
  start(): void;
  /** Logs off and closes; resolves when nothing of it is left running. */
  stop(): Promise<void>;
}

/** What a connection tells, synchronously and in the order of the wire. */
export interface AmiListener {
  status(status: AmiStatus): void;
  /** Every event frame (replies go to who asked). */
  event(frame: AmiFrame): void;
}
