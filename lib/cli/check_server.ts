import {
  type AmiConnection,
  type AmiFrame,
  type AmiListener,
  type AmiReply,
  type AmiStatus,
  createAmiConnection,
  rightsQuestion,
} from "../ami/mod.ts";
import { type Clock, sleep } from "../clock/mod.ts";
import type { ServerConfig } from "../config/mod.ts";
import { silentLogger } from "../log/mod.ts";
import { parseRptStat } from "../rpt/mod.ts";
import { NO_CALLS, tellsCalls } from "../station/mod.ts";
import { bad, type Finding, good, warn } from "./check_finding.ts";
import { checkPrivileges, type Heard } from "./check_privileges.ts";

/** A server that has not answered by now is not reached. */
const LOGIN_MS = 15_000;

/** Of Asterisk's version line, which goes on with who built it, this much is shown. */
const MAX_VERSION_LENGTH = 60;

/** The greeting of Asterisk 1.4, which has no FullyBooted to tell read=system by. */
const OLD_BANNER_REGEXP = /\/1\.0\s*$/;

/** Events that a login brings by itself are there within this. */
const LISTEN_MS = 500;

/** Talk and polls are put in order by time: what differs more shows. */
const MOST_APART_SEC = 2;

/** Logs in to one server, once, and asks what Nexus needs of it. Never throws; nothing is left connected. */
export async function checkServer(server: ServerConfig, clock: Clock): Promise<readonly Finding[]> {
  const heard = { booted: false, classes: new Set<string>() };
  const settled = Promise.withResolvers<AmiStatus | null>();
  const listener: AmiListener = {
    status: (status) =>
      status.state !== "connecting" && status.state !== "stopped" && settled.resolve(status),
    event: (frame) => listen(frame, heard),
  };
  const options = { ...server, server: server.name };
  const connection = createAmiConnection(options, { clock, log: silentLogger, listener });
  const limit = clock.after(LOGIN_MS, () => settled.resolve(null));
  connection.start();
  try {
    const status = await settled.promise;
    const login = loginFinding(server, status);
    if (status?.state === "connected") heard.booted ||= OLD_BANNER_REGEXP.test(status.banner);
    if (status?.state !== "connected") return [login];
    return [login, ...await ask(connection, server, heard, clock), ...callsFinding(server, status.banner)];
  } catch (error) {
    return [bad(`server ${server.name}`, `it broke off, see Asterisk's log: ${reasonOf(error)}`)];
  } finally {
    limit.cancel();
    await connection.stop();
  }
}

function listen(frame: AmiFrame, heard: { booted: boolean; readonly classes: Set<string> }): void {
  if (frame.name === "FullyBooted") heard.booted = true;
  const [className] = (frame.get("Privilege") ?? "").split(",");
  if (className) heard.classes.add(className);
}

function loginFinding(server: ServerConfig, status: AmiStatus | null): Finding {
  const subject = `server ${server.name}`;
  const where = `${server.host}:${server.port}`;
  if (status === null) {
    return bad(subject, `no answer in ${LOGIN_MS / 1_000} s, check ami.host and the network: ${where}`);
  }
  if (status.state === "connected") {
    return good(subject, `${where}, logged in as ${server.username}: ${status.banner}`);
  }
  const error = "error" in status ? status.error : status.state;
  return status.state === "refused"
    ? bad(subject, `${where}, check ami.username, ami.password and permit= in manager.conf: ${error}`)
    : bad(
      subject,
      `${where}, check that Asterisk runs, manager.conf has ${
        server.tls
          ? "tlsenable = yes, and ami.port is its tlsbindaddr"
          : "enabled = yes, and the port is open"
      }: ${error}`,
    );
}

function callsFinding({ name }: ServerConfig, banner: string): readonly Finding[] {
  return tellsCalls(banner) ? [] : [warn(`calls of ${name}`, NO_CALLS)];
}

async function ask(
  ami: AmiConnection,
  server: ServerConfig,
  heard: Heard,
  clock: Clock,
): Promise<readonly Finding[]> {
  const apart = await clockFinding(ami, server.name, clock);
  await sleep(clock, LISTEN_MS);
  const version = await ami.action("Command", [["Command", "rpt show version"]]);
  const asterisk = await ami.action("Command", [["Command", "core show version"]]);
  const question = rightsQuestion(server.username) ?? "core show version";
  const user = await ami.action("Command", [["Command", question]]);
  const stat = await ami.action("RptStatus", [["Command", "RptStat"]]);
  return [
    checkPrivileges(server, heard, { version, user, stat }),
    ...rptFindings(server, { version, asterisk, stat }),
    apart,
  ];
}

/** Asterisk's time is whole or parts of a second at the moment of its answer: half of the way there and back. */
async function clockFinding(ami: AmiConnection, name: string, clock: Clock): Promise<Finding> {
  const subject = `clock of ${name}`;
  const askedAtMs = clock.now();
  const reply = await ami.action("Ping");
  const answeredAtMs = clock.now();
  const told = Number(reply.frame.get("Timestamp") ?? NaN);
  if (!Number.isFinite(told)) {
    return warn(subject, "this Asterisk does not tell its time, compare `date` on both machines");
  }
  const apartSec = told - (askedAtMs + answeredAtMs) / 2_000;
  const words = `${Math.abs(apartSec).toFixed(1)} s ${apartSec < 0 ? "behind" : "ahead of"} this machine`;
  return Math.abs(apartSec) > MOST_APART_SEC
    ? warn(subject, `${words}, set both by NTP`)
    : good(subject, words);
}

/** Answers about app_rpt: to `rpt show version`, to `core show version`, to RptStat. */
interface RptAnswers {
  readonly version: AmiReply;
  readonly asterisk: AmiReply;
  readonly stat: AmiReply;
}

function rptFindings(
  { name, nodes }: ServerConfig,
  { version, asterisk, stat }: RptAnswers,
): readonly Finding[] {
  const subject = `app_rpt of ${name}`;
  if (!stat.ok) {
    if (/permission denied/i.test(stat.message)) return []; // the line on privileges says it
    const advice = "load app_rpt (module load app_rpt.so) and define nodes in rpt.conf";
    return [bad(subject, `it does not answer, ${advice}: ${stat.message || "no message"}`)];
  }
  const found = parseRptStat(stat.frame).nodes;
  const release = versionLine(version, /version/i)?.replace(/^.*?version:?\s*/i, "").trim() ?? "";
  const beside = versionLine(asterisk, /^Asterisk /)?.replace(/ built by .*$/, "").slice(
    0,
    MAX_VERSION_LENGTH,
  );
  const untold = beside === undefined ? "its version is not told" : `its version is not told, ${beside}`;
  const versionFinding = good(subject, release === "" ? untold : `version ${release}`);
  return [versionFinding, nodesFinding(`nodes of ${name}`, found, nodes.map(({ nodeId }) => nodeId))];
}

/** An old Asterisk answers an unknown command with success. */
function versionLine({ ok, frame }: AmiReply, form: RegExp): string | undefined {
  return ok ? frame.output().find((line) => form.test(line) && !/no such command/i.test(line)) : undefined;
}

function nodesFinding(subject: string, found: readonly string[], listed: readonly string[]): Finding {
  if (found.length === 0) return bad(subject, "app_rpt has none, define one in rpt.conf");
  const missing = listed.filter((node) => !found.includes(node));
  if (missing.length === 0) return good(subject, found.join(", "));
  return bad(subject, `not on this server, correct nodes in the configuration: ${missing.join(", ")}`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
