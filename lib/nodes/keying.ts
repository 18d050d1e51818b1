/**
 * Who is keyed, as a state machine of its own: one per link and one per local receiver. It knows key-downs, key-ups,
 * ages from polls and losses of the connection, and turns them into transmissions with true start and end times.
 */

/**
 * `releasing`: unkeyed, but a key-down within the grace still continues the same transmission.
 * `unsure`: the connection was lost while keyed; what comes next tells how it went on.
 */
export type Keying =
  | { readonly state: "idle" }
  | { readonly state: "keyed"; readonly sinceMs: number }
  | { readonly state: "releasing"; readonly sinceMs: number; readonly unkeyedAtMs: number }
  | { readonly state: "unsure"; readonly sinceMs: number; readonly lostAtMs: number };

/** A transmission began or ended at `atMs`; a STOP always follows the START with the same `startMs`. */
export interface Edge {
  readonly kind: "START" | "STOP";
  readonly startMs: number;
  readonly atMs: number;
}

/** The next state and what happened on the way. */
export interface KeyingStep {
  readonly keying: Keying;
  readonly edges: readonly Edge[];
}

/** Where every machine begins. */
export const IDLE: Keying = { state: "idle" };

const NOTHING: readonly Edge[] = [];

/** Takes a key-down or key-up seen at `atMs`; a gap of `graceMs` or more splits a transmission, a shorter one does not. */
export function observeKeyed(keying: Keying, keyed: boolean, atMs: number, graceMs: number): KeyingStep {
  return keyed ? keyDown(keying, atMs, graceMs) : keyUp(keying, atMs, graceMs);
}

function keyDown(keying: Keying, atMs: number, graceMs: number): KeyingStep {
  switch (keying.state) {
    case "idle":
      return begin(atMs, NOTHING);
    case "keyed":
      return { keying, edges: NOTHING };
    case "unsure":
      return { keying: { state: "keyed", sinceMs: keying.sinceMs }, edges: NOTHING };
    case "releasing":
      if (atMs - keying.unkeyedAtMs < graceMs) {
        return { keying: { state: "keyed", sinceMs: keying.sinceMs }, edges: NOTHING };
      }
      return begin(atMs, [stop(keying.sinceMs, keying.unkeyedAtMs)]);
  }
}

function keyUp(keying: Keying, atMs: number, graceMs: number): KeyingStep {
  switch (keying.state) {
    case "idle":
      return { keying, edges: NOTHING };
    case "keyed": {
      const releasing: Keying = { state: "releasing", sinceMs: keying.sinceMs, unkeyedAtMs: atMs };
      return expireGrace(releasing, atMs, graceMs);
    }
    case "releasing":
      return expireGrace(keying, atMs, graceMs);
    case "unsure":
      return end(keying.sinceMs, keying.lostAtMs);
  }
}

/** Ends a transmission whose grace has run out by `nowMs`, at the moment it unkeyed. */
export function expireGrace(keying: Keying, nowMs: number, graceMs: number): KeyingStep {
  if (keying.state !== "releasing" || nowMs - keying.unkeyedAtMs < graceMs) return { keying, edges: NOTHING };
  return end(keying.sinceMs, keying.unkeyedAtMs);
}

/** Ends whatever runs because the link is gone: at `nowMs` while keyed, earlier where it had unkeyed or was lost before. */
export function vanish(keying: Keying, nowMs: number): KeyingStep {
  switch (keying.state) {
    case "idle":
      return { keying, edges: NOTHING };
    case "keyed":
      return end(keying.sinceMs, nowMs);
    case "releasing":
      return end(keying.sinceMs, keying.unkeyedAtMs);
    case "unsure":
      return end(keying.sinceMs, keying.lostAtMs);
  }
}

/** The connection to Asterisk was lost at `nowMs`: a running transmission may or may not go on. */
export function suspend(keying: Keying, nowMs: number): KeyingStep {
  if (keying.state === "keyed") {
    return { keying: { state: "unsure", sinceMs: keying.sinceMs, lostAtMs: nowMs }, edges: NOTHING };
  }
  return keying.state === "releasing" ? vanish(keying, nowMs) : { keying, edges: NOTHING };
}

/** Milliseconds of the running transmission that are known at `nowMs`; 0 when idle. */
export function runningMs(keying: Keying, nowMs: number): number {
  switch (keying.state) {
    case "idle":
      return 0;
    case "keyed":
      return Math.max(0, nowMs - keying.sinceMs);
    case "releasing":
      return keying.unkeyedAtMs - keying.sinceMs;
    case "unsure":
      return keying.lostAtMs - keying.sinceMs;
  }
}

/** Starts a transmission at `atMs`, after the edges before it. */
export function begin(atMs: number, before: readonly Edge[]): KeyingStep {
  return {
    keying: { state: "keyed", sinceMs: atMs },
    edges: [...before, { kind: "START", startMs: atMs, atMs }],
  };
}

/** Ends a transmission; an end before its start (clock set back) becomes its start. */
export function end(startMs: number, atMs: number): KeyingStep {
  return { keying: IDLE, edges: [stop(startMs, atMs)] };
}

/** The STOP of the transmission that began at `startMs`. */
export function stop(startMs: number, atMs: number): Edge {
  return { kind: "STOP", startMs, atMs: Math.max(startMs, atMs) };
}
