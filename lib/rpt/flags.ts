import type { FlagsPolarity, HeaderSource, NodeStat, XStatFlags } from "./types.ts";

/** The lines of NodeStat that say in words what these flags of XStat say as 0 or 1. */
const WORDS_OF_FLAGS: readonly (readonly [flag: string, field: string])[] = [
  ["sys_ena", "Transmitter"],
  ["tot_ena", "TimeOutTimer"],
  ["link_ena", "UserLinkingCommands"],
  ["patch_ena", "Autopatch"],
  ["sch_ena", "Scheduler"],
  ["user_funs", "UserFunctions"],
];

const AUTOPATCH_STATES = ["dialing", "connecting", "up", "failed", "down"] as const;
const TIME_OUT_TIMER_STATES = ["timed_out", "armed", "reset"] as const;
const IDENTIFIER_STATES = ["queued_in_tail", "queued_for_cleanup", "clean"] as const;
const TELEMETRY_MODES = ["off", "on", "follows", "not_dynamic"] as const;

/** Gives the value of a status line by its name; undefined when the answer has no such line. */
export type FlagLookup = (name: string) => string | undefined;

/**
 * Puts the status lines of XStat into words. Lines whose sense changed between versions are `null` while the polarity
 * is unknown; the others mean the same everywhere.
 */
export function readFlags(flag: FlagLookup, polarity: FlagsPolarity): XStatFlags {
  const enabled = (name: string) => enabledOf(flag(name), polarity);
  return {
    parrotOn: onOf(flag("parrot_ena")),
    systemEnabled: enabled("sys_ena"),
    timeOutTimerEnabled: enabled("tot_ena"),
    linkingEnabled: enabled("link_ena"),
    autopatchEnabled: enabled("patch_ena"),
    autopatchState: oneOf(AUTOPATCH_STATES, flag("patch_state")),
    schedulerEnabled: enabled("sch_ena"),
    userFunctionsEnabled: enabled("user_funs"),
    alternateTail: onOf(flag("tail_type")),
    incomingConnectionsEnabled: enabled("iconns"),
    timeOutTimerState: oneOf(TIME_OUT_TIMER_STATES, flag("tot_state")),
    identifierState: oneOf(IDENTIFIER_STATES, flag("ider_state")),
    telemetryMode: oneOf(TELEMETRY_MODES, flag("tel_mode")),
  };
}

/**
 * Tells how this app_rpt prints its flags, from two answers of the same node asked one after the other: NodeStat says
 * ENABLED or DISABLED in words, XStat 0 or 1. One line that contradicts the others (somebody switched something in
 * between) makes it `unknown`; ask again then.
 */
export function flagsPolarity(nodeStat: NodeStat, xstatFrame: HeaderSource): FlagsPolarity {
  let found: FlagsPolarity = "unknown";
  for (const [flag, field] of WORDS_OF_FLAGS) {
    const hint = polarityHint(xstatFrame.get(flag), nodeStat.fields.get(field));
    if (hint === "unknown") continue;
    if (found !== "unknown" && found !== hint) return "unknown";
    found = hint;
  }
  return found;
}

function polarityHint(flag: string | undefined, word: string | undefined): FlagsPolarity {
  const on = onOf(flag);
  if (on === null || (word !== "ENABLED" && word !== "DISABLED")) return "unknown";
  return on === (word === "ENABLED") ? "plain" : "inverted";
}

function onOf(value: string | undefined): boolean | null {
  return value === "1" ? true : value === "0" ? false : null;
}

function enabledOf(value: string | undefined, polarity: FlagsPolarity): boolean | null {
  const on = onOf(value);
  if (on === null || polarity === "unknown") return null;
  return polarity === "plain" ? on : !on;
}

function oneOf<T extends string>(words: readonly T[], value: string | undefined): T | null {
  return value !== undefined && /^\d$/.test(value) ? words[Number(value)] ?? null : null;
}
