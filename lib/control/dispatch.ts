import { AmiError, type AmiReply, isPermissionDenied } from "../ami/mod.ts";
import type { Step } from "./rpt_lines.ts";
import type { NodeSite } from "./types.ts";

/** Asterisk answers a command at once or not at all. */
const ANSWER_MS = 5_000;

/** Longest part of an answer that is told. */
const MAX_TOLD = 160;

/**
 * What came of sending one line. `taken`: answered with success, which says nothing of its effect; `refused`: it was not carried out, and why;
 * `unsent`: it never left; `unanswered`: it may have been carried out or not, nobody knows.
 */
export type Sent =
  | { readonly is: "taken" }
  | { readonly is: "refused" | "unsent" | "unanswered"; readonly why: string };

/** Sends one line, once. Never throws. */
export async function sendLine({ ami, server }: NodeSite, { line }: Step): Promise<Sent> {
  try {
    return readReply(await ami.action("Command", [["Command", line]], { timeoutMs: ANSWER_MS }));
  } catch (error) {
    return readFailure(server, error);
  }
}

function readReply(reply: AmiReply): Sent {
  if (isPermissionDenied(reply)) {
    return { is: "refused", why: "the AMI user may run no commands: give it write=command in manager.conf" };
  }
  const said = reply.frame.output().map((line) => line.trim()).filter((line) => line !== "");
  if (reply.ok && said.length === 0) return { is: "taken" };
  // What works says nothing; what is said is a complaint, whatever the answer is called.
  const words = (said.length > 0 ? said.join("; ") : reply.message).replace(/\p{Cc}/gu, " ");
  return { is: "refused", why: `app_rpt refused it: ${words.slice(0, MAX_TOLD)}` };
}

function readFailure(server: string, error: unknown): Sent {
  const code = error instanceof AmiError ? error.code : "invalid";
  switch (code) {
    case "unreachable":
    case "refused":
      return { is: "unsent", why: `the connection to ${server} is down` };
    case "busy":
      return { is: "unsent", why: `the connection to ${server} takes no more` };
    case "invalid":
      return { is: "unsent", why: error instanceof Error ? error.message : String(error) };
    case "timeout":
      return { is: "unanswered", why: `${server} gave no answer` };
    case "lost":
    case "stopped":
    case "protocol":
      return { is: "unanswered", why: `the connection to ${server} was lost before the answer` };
  }
}
