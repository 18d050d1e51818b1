import type { AmiFrame } from "../ami/mod.ts";
import { QUICK_POLL_MS } from "../poller/mod.ts";
import type { ServerNotice } from "../wire/mod.ts";

/** What is missing when a session hears none of app_rpt's events, and what goes on without them. */
export function noEventsNotice(polling: boolean): ServerNotice {
  const missing = "no events: the AMI user lacks read=call";
  const instead = polling
    ? `Nexus polls every ${QUICK_POLL_MS / 1_000} s instead, short transmissions can be missed`
    : "and polling is off (disable_link_poller), so nothing is live";
  return { code: "no_events", message: `${missing}; ${instead}` };
}

/** Reads `Event: Shutdown` (`Restart: True|False`), the last word of an Asterisk that is told to stop. */
export function shutdownNotice(frame: AmiFrame): ServerNotice {
  return frame.get("Restart")?.toLowerCase() === "true"
    ? { code: "restarting", message: "Asterisk is restarting" }
    : { code: "stopping", message: "Asterisk is stopping" };
}
