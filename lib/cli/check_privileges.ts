import { type AmiReply, isPermissionDenied, type ManagerRights, parseManagerRights } from "../ami/mod.ts";
import type { ServerConfig } from "../config/mod.ts";
import { asksForEvents } from "../station/mod.ts";
import { bad, type Finding, good, warn } from "./check_finding.ts";

/** What came by itself after the login. */
export interface Heard {
  /** FullyBooted, which only a reader of `system` is sent. */
  readonly booted: boolean;
  /** Classes of the events that came. */
  readonly classes: ReadonlySet<string>;
}

/** Answers that tell what the user may do. */
export interface Probes {
  /** To `rpt show version`. */
  readonly version: AmiReply;
  /** To `manager show user`. */
  readonly user: AmiReply;
  /** To RptStatus. */
  readonly stat: AmiReply;
}

/**
 * What each privilege is for, and what still works without it; the first one missing of `call` and `dialplan` costs nothing where the
 * other is there.
 */
const USES: Readonly<Record<string, string>> = {
  "read=system": "when Asterisk started",
  "read=call": "key-downs and links by events (without it polls alone tell, late)",
  "write=system": "nodes and links by polls (nothing works without it)",
  "write=command":
    "commands to nodes, EchoLink names and app_rpt's version (links, talk and totals work without it)",
};

/** What the user lacks of what Nexus needs, found out without changing anything. */
export function checkPrivileges(server: ServerConfig, heard: Heard, probes: Probes): Finding {
  const subject = `privileges on ${server.name}`;
  const rights = parseManagerRights(probes.user.frame.output());
  const lacks = (name: string) => !mayDo(name, rights, heard, probes);
  const missing = Object.keys(USES).filter(lacks);
  const wantsEvents = asksForEvents(server.events);
  const unknown = rights === null && !heard.classes.has("call") && wantsEvents;
  if (missing.includes("write=system")) {
    return bad(subject, `add to the user in manager.conf: ${listed(missing)}`);
  }
  if (!wantsEvents) {
    return warn(
      subject,
      "ami.events lets no events of nodes through, so that polls alone tell; set it to on",
    );
  }
  if (missing.length > 0) {
    const untold = unknown ? "read=call cannot be told without write=command; " : "";
    return warn(subject, `${untold}add to the user in manager.conf: ${listed(missing)}`);
  }
  const seen = "read=system, write=system,command";
  return unknown
    ? good(subject, `${seen}; no event came yet to tell read=call by`)
    : good(subject, "read=system,call, write=system,command");
}

function mayDo(name: string, rights: ManagerRights | null, heard: Heard, { version, stat }: Probes): boolean {
  switch (name) {
    case "read=system":
      return rights === null ? heard.booted : rights.read.has("system");
    case "read=call":
      // Without a list of rights, silence proves nothing: no link may be up.
      return rights === null || rights.read.has("call") || rights.read.has("dialplan");
    case "write=system":
      return !isPermissionDenied(stat);
    case "write=command":
      return !isPermissionDenied(version);
    default:
      return true;
  }
}

function listed(missing: readonly string[]): string {
  return missing.map((name) => `${name} for ${USES[name]}`).join("; ");
}
