import type { AmiReply } from "../ami/mod.ts";
import type { ServerConfig } from "../config/mod.ts";
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

/** What each privilege is for; the first one missing of `call` and `dialplan` costs nothing where the other is there. */
const USES: Readonly<Record<string, string>> = {
  "read=system": "when Asterisk started",
  "read=call": "key-downs and links by events (without it polls alone tell, late)",
  "write=system": "nodes and links by polls",
  "write=command": "app_rpt's version and EchoLink names",
};

/** What the user lacks of what Nexus needs, found out without changing anything. */
export function checkPrivileges(server: ServerConfig, heard: Heard, probes: Probes): Finding {
  const subject = `privileges on ${server.name}`;
  const rights = readRights(probes.user.frame.output());
  const lacks = (name: string) => !mayDo(name, rights, heard, probes);
  const missing = Object.keys(USES).filter(lacks);
  const unknown = rights === null && !heard.classes.has("call") && server.events !== "off";
  if (missing.includes("write=system")) {
    return bad(subject, `add to the user in manager.conf: ${listed(missing)}`);
  }
  if (server.events === "off") {
    return warn(subject, "ami.events is off, so that polls alone tell; set it to on");
  }
  if (missing.length > 0) return warn(subject, `add to the user in manager.conf: ${listed(missing)}`);
  const seen = "read=system, write=system,command";
  return unknown
    ? good(subject, `${seen}; no event came yet to tell read=call by`)
    : good(subject, "read=system,call, write=system,command");
}

function mayDo(name: string, rights: Rights | null, heard: Heard, { version, stat }: Probes): boolean {
  switch (name) {
    case "read=system":
      return rights === null ? heard.booted : may(rights.read, "system");
    case "read=call":
      // Without a list of rights, silence proves nothing: no link may be up.
      return rights === null || may(rights.read, "call") || may(rights.read, "dialplan");
    case "write=system":
      return !isDenied(stat);
    case "write=command":
      return !isDenied(version);
    default:
      return true;
  }
}

function may(classes: ReadonlySet<string>, name: string): boolean {
  return classes.has(name) || classes.has("all");
}

function listed(missing: readonly string[]): string {
  return missing.map((name) => `${name} for ${USES[name]}`).join("; ");
}

function isDenied({ ok, message }: AmiReply): boolean {
  return !ok && /permission denied/i.test(message);
}

interface Rights {
  readonly read: ReadonlySet<string>;
  readonly write: ReadonlySet<string>;
}

/** Reads `manager show user`; `null` where it is not answered. */
export function readRights(lines: readonly string[]): Rights | null {
  const classesOf = (kind: string) => {
    const line = lines.find((each) => new RegExp(`^\\s*${kind} perm:`).test(each));
    return line && new Set(line.slice(line.indexOf(":") + 1).split(",").map((word) => word.trim()));
  };
  const [read, write] = [classesOf("read"), classesOf("write")];
  if (!read || !write) return null;
  return { read, write };
}
