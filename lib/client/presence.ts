import type { ConnectionState } from "./connection.ts";

/** What the page knows of Nexus itself. Instants are epoch milliseconds by the server's clock. */
export type NexusState =
  /** The page as the server rendered it, nothing more yet (or no JavaScript). */
  | { readonly kind: "rendered" }
  /** Both streams are up and talking. */
  | { readonly kind: "live" }
  /** Connected, but Nexus says nothing: what is shown was true at `lastMessageAtMs`. */
  | { readonly kind: "silent"; readonly lastMessageAtMs: number }
  /** A stream is being dialled again; too short to worry anybody. `retryAtMs` is `null` while it dials. */
  | { readonly kind: "reconnecting"; readonly retryAtMs: number | null }
  /** Nexus does not answer: what is shown was true at `lastMessageAtMs`. `retryAtMs` is `null` while it dials. */
  | { readonly kind: "away"; readonly lastMessageAtMs: number; readonly retryAtMs: number | null };

/** Everything `nexusState` looks at; instants are monotonic milliseconds of this browser. */
export interface PresenceInput {
  readonly socket: ConnectionState;
  readonly events: ConnectionState;
  readonly lastMessageMs: number;
  /** Since when no stream is open; `null` while one is. */
  readonly downSinceMs: number | null;
  /** True while one open stream carries the topics of both. */
  readonly oneCarriesAll: boolean;
  readonly nowMs: number;
  /** No message for this long is worth a word. */
  readonly quietMs: number;
  /** When the page last came back from sleep or from out of sight after a long silence; `null` when it never did. */
  readonly wokeAtMs?: number | null;
  /** Turns an instant of this browser into one of the server. */
  readonly toServerMs: (monotonicMs: number) => number;
}

/** A restart of Nexus takes about this long; a shorter break only shows as "reconnecting". */
export const AWAY_AFTER_MS = 2_000;

/** Tells how the page stands with Nexus. */
export function nexusState(input: PresenceInput): NexusState {
  const { socket, events, nowMs } = input;
  if (socket.kind === "stopped" && events.kind === "stopped") return { kind: "rendered" };
  const lastMessageAtMs = input.toServerMs(input.lastMessageMs);
  const reconnecting = { kind: "reconnecting", retryAtMs: nextTry(input) } as const;
  if (isCatchingUp(input)) return reconnecting;
  const silent = nowMs - heardSince(input) > input.quietMs;
  if (input.downSinceMs !== null) {
    // What fell silent before it broke is old already: it does not look right again for a moment.
    if (nowMs - input.downSinceMs < AWAY_AFTER_MS && !silent) return reconnecting;
    return { kind: "away", lastMessageAtMs, retryAtMs: reconnecting.retryAtMs };
  }
  if (silent) return { kind: "silent", lastMessageAtMs };
  const whole = (socket.kind === "open" && events.kind === "open") || input.oneCarriesAll;
  return whole ? { kind: "live" } : reconnecting;
}

/**
 * True for the moment after the page woke up in which it finds out what it missed: long enough for a new connection,
 * too short to worry anybody.
 */
export function isCatchingUp(input: Pick<PresenceInput, "wokeAtMs" | "lastMessageMs" | "nowMs">): boolean {
  const { wokeAtMs = null, lastMessageMs, nowMs } = input;
  return wokeAtMs !== null && lastMessageMs < wokeAtMs && nowMs - wokeAtMs < AWAY_AFTER_MS;
}

/** A stream that has just opened is not silent: its first message is on its way. */
function heardSince({ socket, events, lastMessageMs }: PresenceInput): number {
  const opened = [socket, events].map((state) => state.kind === "open" ? state.sinceMs : 0);
  return Math.max(lastMessageMs, ...opened);
}

function nextTry({ socket, events, toServerMs }: PresenceInput): number | null {
  const tries: number[] = [];
  for (const state of [socket, events]) {
    if (state.kind === "connecting") return null;
    if (state.kind === "waiting") tries.push(state.retryAtMs);
  }
  return tries.length === 0 ? null : toServerMs(Math.min(...tries));
}

/** True when what is shown may no longer hold, for the page as a whole. */
export function isFrozen(state: NexusState): state is Extract<NexusState, { lastMessageAtMs: number }> {
  return state.kind === "away" || state.kind === "silent";
}

/** True when both say the same, so that nobody is told twice. */
export function sameNexusState(left: NexusState, right: NexusState): boolean {
  if (left.kind !== right.kind) return false;
  return sinceOf(left) === sinceOf(right) && retryOf(left) === retryOf(right);
}

function sinceOf(state: NexusState): number | null {
  return isFrozen(state) ? state.lastMessageAtMs : null;
}

function retryOf(state: NexusState): number | null {
  return state.kind === "away" || state.kind === "reconnecting" ? state.retryAtMs : null;
}
