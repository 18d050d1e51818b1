import type { AmiFrame } from "../ami/mod.ts";
import { QUICK_POLL_MS } from "../poller/mod.ts";
import type { ServerNotice } from "../wire/mod.ts";
import type { Deafness } from "./hearing.ts";

/** What a session lacks. */
export interface Lacks {
  /** Why no events of app_rpt come; `null`: they do, or nothing speaks against it. */
  readonly events: Deafness | null;
  /** The user may run no commands. */
  readonly command: boolean;
  /** Whether nodes are polled. */
  readonly polling: boolean;
}

/** What is missing in a session, what goes on without it, and what to do; `null` when nothing is known to be missing. */
export function lackNotice({ events, command, polling }: Lacks): ServerNotice | null {
  const noEvents = events === null ? [] : [`${WHY_DEAF[events]}; ${instead(polling)}`];
  const noCommand = command ? [NO_COMMAND] : [];
  const [first, ...more] = [...noEvents, ...noCommand];
  if (first === undefined) return null;
  return { code: events === null ? "no_command" : "no_events", message: [first, ...more].join(". Also ") };
}

const WHY_DEAF: Readonly<Record<Deafness, string>> = {
  unknown: "no events: the AMI user lacks read=call",
  no_right: "no events: the AMI user lacks read=call, add it in manager.conf",
  off: "no events: ami.events is off in the configuration of Nexus",
  silent:
    "no events: the AMI user has read=call, but this app_rpt sends none or an eventfilter holds them back",
};

const NO_COMMAND =
  "the AMI user lacks write=command, add it in manager.conf; links, talk and totals work without it, names of EchoLink stations and commands to nodes do not";

function instead(polling: boolean): string {
  return polling
    ? `Nexus polls every ${QUICK_POLL_MS / 1_000} s instead, short transmissions can be missed`
    : "and polling is off (disable_link_poller), so nothing is live";
}

/** Reads `Event: Shutdown` (`Restart: True|False`), the last word of an Asterisk that is told to stop. */
export function shutdownNotice(frame: AmiFrame): ServerNotice {
  return frame.get("Restart")?.toLowerCase() === "true"
    ? { code: "restarting", message: "Asterisk is restarting" }
    : { code: "stopping", message: "Asterisk is stopping" };
}
