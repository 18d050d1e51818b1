import { type AmiActions, isPermissionDenied, parseManagerRights, rightsQuestion } from "../ami/mod.ts";

/**
 * What the AMI user may do, as far as he may find out. `denied`: he may run no commands, so nothing else is told;
 * `known`: he may, and `hears` says whether events of calls or variables come to him.
 */
export type Rights =
  | { readonly state: "unknown" }
  | { readonly state: "denied" }
  | { readonly state: "known"; readonly hears: boolean };

/** Nothing was found out yet. */
export const UNKNOWN_RIGHTS: Rights = { state: "unknown" };

/** Asks Asterisk what the user may do, by one command that changes nothing. Rejects with `AmiError`. */
export async function askRights(ami: AmiActions, username: string): Promise<Rights> {
  const question = rightsQuestion(username) ?? "core show uptime"; // any command tells whether commands may be run
  const reply = await ami.action("Command", [["Command", question]]);
  if (isPermissionDenied(reply)) return { state: "denied" };
  const rights = parseManagerRights(reply.frame.output());
  if (rights === null) return UNKNOWN_RIGHTS;
  return { state: "known", hears: rights.read.has("call") || rights.read.has("dialplan") };
}

const ALL_EVENTS: ReadonlySet<string> = new Set(["on", "yes", "true", "y", "t", "all"]);

/** Whether `ami.events` lets app_rpt's events through at all. */
export function asksForEvents(events: string): boolean {
  const words = events.toLowerCase().split(",").map((word) => word.trim());
  return words.some((word) => ALL_EVENTS.has(word) || word === "call" || word === "dialplan");
}
