import type { LinkInfo } from "../wire/mod.ts";
import { linkNames, modeWord } from "./effect_words.ts";
import { type Command, type ConnectCommand, type DtmfCount, MODE_OF, type Outcome } from "./types.ts";

/** What is missing this long after a command was sent, by a poll that was asked for then, does not come by itself. */
export const SETTLED_MS = 5_000;

/** The node takes a command within 20 ms; a poll that was asked for this long after it knows of it. */
const TAKEN_MS = 50;

/** What is known of a command that was sent. Instants are epoch milliseconds. */
export interface Evidence {
  readonly command: Command;
  readonly sentAtMs: number;
  /** The node's links when it was sent, */
  readonly before: readonly LinkInfo[];
  /** and now. */
  readonly links: readonly LinkInfo[];
  /** When the last poll that was answered was asked for; `null`: none since then. */
  readonly polledAtMs: number | null;
  /** When an attempt to make the link was last seen; `null`: never. */
  readonly attemptSeenAtMs: number | null;
  /** What the last disconnecting of all took away; `null`: not known. */
  readonly dropped: readonly string[] | null;
  /** What app_rpt counted of DTMF before it was sent, and now; `null`: not known. */
  readonly dtmf: { readonly before: DtmfCount; readonly now: DtmfCount } | null;
}

/** What the evidence says of a command; `null`: nothing yet. */
export function judgeEffect(evidence: Evidence): Outcome | null {
  const { command } = evidence;
  switch (command.action) {
    case "connect":
    case "monitor":
    case "local_monitor":
      return judgeConnect(evidence, command);
    case "disconnect":
      return judgeDisconnect(evidence, command.target);
    case "disconnect_all":
      return judgeDisconnectAll(evidence);
    case "reconnect":
      return judgeReconnect(evidence);
    case "dtmf":
      return judgeDtmf(evidence, command.digits);
    case "named":
      return judgeNamed(evidence, command.named.run);
  }
}

/** What is said when the time is over and nothing told what came of it. */
export function unknownEffect({ command, links }: Evidence, waitedSec: number): Outcome {
  const unknown = (what: string): Outcome => ({ state: "unknown", message: `${what} within ${waitedSec} s` });
  switch (command.action) {
    case "connect":
    case "monitor":
    case "local_monitor":
      return unknown(triedWords(linkOf(links, command.target), command.target));
    case "disconnect":
      return unknown(`nothing told that ${command.target} is gone`);
    case "disconnect_all":
      return unknown("nothing told that every link is gone");
    case "reconnect":
      return unknown("nothing told of links that came back");
    case "dtmf":
      return unknown(`app_rpt told of no command that it carried out for ${command.digits}`);
    case "named":
      return unknown("app_rpt told nothing of what came of it");
  }
}

function triedWords(link: LinkInfo | undefined, target: string): string {
  if (!link) return `nothing told of a link to ${target}`;
  if (isAttempt(link)) return `${target} is still being tried, it did not answer`;
  return `${target} is linked, and app_rpt did not tell its mode for sure`;
}

function isRemade(link: LinkInfo, old: LinkInfo | undefined): boolean {
  return old !== undefined && link.connected_since !== old.connected_since;
}

/** Whether a link is one that is being tried. */
export function isAttempt({ link_state, mode }: LinkInfo): boolean {
  return link_state === "CONNECTING" || mode === "C";
}

function judgeConnect(evidence: Evidence, command: ConnectCommand): Outcome | null {
  const { links, before } = evidence;
  const { target } = command;
  const mode = MODE_OF[command.action];
  const link = linkOf(links, target);
  if (!link) return judgeMissing(evidence, target);
  if (isAttempt(link)) return null;
  if (link.mode !== mode) {
    // A link that was made anew can have the mode of before for a while: no list tells of it, and its name may be elsewhere in the network.
    return isSettled(evidence) && !isRemade(link, linkOf(before, target))
      ? failed(`${target} is still linked as before: ${modeWord(link.mode)}`)
      : null;
  }
  const left = command.disconnectFirst ? stillThere(evidence, target) : [];
  if (left.length > 0) {
    return isSettled(evidence)
      ? failed(`${target} is linked, and still linked are: ${linkNames(left)}`)
      : null;
  }
  const old = linkOf(before, target);
  const wasThere = old !== undefined && !isAttempt(old) && old.mode === mode && !command.disconnectFirst;
  if (!wasThere) {
    return confirmed(`${target} is linked: ${modeWord(mode)}${command.permanent ? ", permanent" : ""}`);
  }
  if (!isPolled(evidence)) return null;
  if (!command.permanent) return confirmed(`${target} was linked already: ${modeWord(mode)}`);
  return {
    state: "unknown",
    message:
      `${target} was linked already, and app_rpt leaves a link it has: disconnect it first to make it permanent`,
  };
}

function judgeMissing(evidence: Evidence, target: string): Outcome | null {
  const { attemptSeenAtMs, polledAtMs } = evidence;
  if (attemptSeenAtMs !== null && polledAtMs !== null && polledAtMs > attemptSeenAtMs) {
    return failed(`${target} did not answer: the attempt has ended`);
  }
  if (!isSettled(evidence)) return null;
  return failed(
    `app_rpt made no link to ${target}: it does not know the node, or its link functions are off`,
  );
}

function judgeDisconnect(evidence: Evidence, target: string): Outcome | null {
  const { links, before } = evidence;
  const link = linkOf(links, target);
  const old = linkOf(before, target);
  if (!link && old) return confirmed(`${target} is disconnected`);
  if (!link) return isPolled(evidence) ? confirmed(`${target} was not linked`) : null;
  if (!isSettled(evidence)) return null;
  if (old && link.connected_since !== null && link.connected_since !== old.connected_since) {
    return failed(`${target} was disconnected and is linked again: the far end calls by itself`);
  }
  return failed(`${target} is still linked: app_rpt did not disconnect it`);
}

function judgeDisconnectAll(evidence: Evidence): Outcome | null {
  const { links, before } = evidence;
  if (links.length === 0 && before.length > 0) return confirmed(`disconnected: ${linkNames(before)}`);
  if (links.length === 0) return isPolled(evidence) ? confirmed("nothing was linked") : null;
  if (!isSettled(evidence)) return null;
  const clients = links.every(({ node }) => !beginsWithDigit(node));
  const why = clients
    ? ", app_rpt leaves those whose names begin with a letter: disconnect them one by one"
    : "";
  return failed(`still linked: ${linkNames(links)}${why}`);
}

function judgeReconnect({ links, before, dropped }: Evidence): Outcome | null {
  const isUp = (node: string) => links.some((link) => link.node === node && !isAttempt(link));
  if (dropped !== null && dropped.length > 0) {
    return dropped.every(isUp) ? confirmed(`linked again: ${shortList(dropped)}`) : null;
  }
  const come = links.filter(({ node }) => isUp(node) && !before.some((old) => old.node === node));
  const isTrying = links.some(isAttempt);
  return come.length > 0 && !isTrying ? confirmed(`linked again: ${linkNames(come)}`) : null;
}

function judgeDtmf({ dtmf }: Evidence, digits: string): Outcome | null {
  if (!dtmf) return null;
  const { before, now } = dtmf;
  if (now.commands === null || before.commands === null || now.commands <= before.commands) return null;
  // app_rpt keeps what came after the last star, without it.
  const last = digits.slice(digits.lastIndexOf("*") + 1);
  if (now.last === null || now.last.replace(/^\*/, "") !== last) return null;
  return confirmed(`app_rpt carried out ${digits}`);
}

/** A command of the owner can do anything; only what dials is counted, of the others app_rpt tells nothing. */
function judgeNamed(evidence: Evidence, run: string): Outcome | null {
  const dialled = dialledBy(run);
  if (dialled !== null) return judgeDtmf(evidence, dialled);
  return { state: "unknown", message: "sent, and app_rpt tells nothing of what comes of it" };
}

/** The digits that a line of the configuration dials; `null` when it does something else. */
export function dialledBy(run: string): string | null {
  return /^rpt fun \S+ (\S+)$/.exec(run)?.[1] ?? null;
}

function linkOf(links: readonly LinkInfo[], node: string): LinkInfo | undefined {
  return links.find((link) => link.node === node);
}

/** What `disconnect first` should have taken away; app_rpt leaves names that begin with a letter. */
function stillThere({ before, links }: Evidence, target: string): readonly LinkInfo[] {
  return links.filter(({ node }) =>
    node !== target && beginsWithDigit(node) && before.some((old) => old.node === node)
  );
}

function beginsWithDigit(node: string): boolean {
  return /^[1-9]/.test(node);
}

function isPolled({ polledAtMs, sentAtMs }: Evidence): boolean {
  return polledAtMs !== null && polledAtMs >= sentAtMs + TAKEN_MS;
}

function isSettled({ polledAtMs, sentAtMs }: Evidence): boolean {
  return polledAtMs !== null && polledAtMs >= sentAtMs + SETTLED_MS;
}

function confirmed(message: string): Outcome {
  return { state: "confirmed", message };
}

function failed(message: string): Outcome {
  return { state: "failed", message };
}

function shortList(names: readonly string[]): string {
  return linkNames(names.map((node) => ({ node })));
}
