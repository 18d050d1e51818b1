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
  /** No event came yet, and who may run no commands cannot ask whether any will; absent: no. */
  readonly unheard?: boolean;
  /** Whether nodes are polled. */
  readonly polling: boolean;
}

/** What is missing in a session, what goes on without it, and what to do; `null` when nothing is known to be missing. */
export function lackNotice({ events, command, polling, unheard = false }: Lacks): ServerNotice | null {
  const noEvents = events === null ? [] : [`${WHY_DEAF[events]}; ${instead(polling)}`];
  const doubt = unheard && events === null ? UNHEARD : "";
  const noCommand = command ? [NO_COMMAND + doubt] : [];
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

/** What the lack of one right hides of the other. */
const UNHEARD =
  "; no event has come so far, and without commands Nexus cannot ask why: if none comes while somebody talks, read=call is missing too";

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
