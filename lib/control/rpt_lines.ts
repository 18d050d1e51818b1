import { type Command, type ConnectCommand } from "./types.ts";

/**
 * app_rpt has one place a node for a command and looks at it every 20 ms; one that comes before the last was taken is dropped, and answered
 * with success. Three times that, for a machine that is busy.
 */
export const GAP_MS = 60;

/** Links need a moment to go before the new one is made; other dashboards wait as long. */
export const AFTER_DISCONNECT_MS = 500;

/** `ilink` functions by action, for a link that is made once and for one that app_rpt calls again whenever it is lost. */
const ILINK: Readonly<
  Record<ConnectCommand["action"], { readonly once: number; readonly permanent: number }>
> = {
  connect: { once: 3, permanent: 13 },
  monitor: { once: 2, permanent: 12 },
  local_monitor: { once: 8, permanent: 18 },
};

/** Takes a link away, permanent or not; 1 would leave permanent ones. */
const ILINK_DISCONNECT = 11;
const ILINK_DISCONNECT_ALL = 6;
const ILINK_RECONNECT = 16;

/** One line of Asterisk's command line, and how long to wait after it at least. */
export interface Step {
  readonly line: string;
  readonly restMs: number;
}

/** A word that no line may have anything but: nothing in it ends the line, the message, or begins another command. */
const WORD_REGEXP = /^[A-Za-z0-9*#_./=,+-]+$/;

/** Longest line that Asterisk's manager takes is 1,024 bytes; ours are far shorter. */
const MAX_LINE_LENGTH = 256;

/** The lines that carry a command out, in order. `nodeId` is a local node's number. */
export function rptLines(nodeId: string, command: Command): readonly Step[] {
  switch (command.action) {
    case "connect":
    case "monitor":
    case "local_monitor": {
      const { once, permanent } = ILINK[command.action];
      const link = step(ilink(nodeId, command.permanent ? permanent : once, command.target));
      if (!command.disconnectFirst) return [link];
      return [{ ...step(ilink(nodeId, ILINK_DISCONNECT_ALL, "0")), restMs: AFTER_DISCONNECT_MS }, link];
    }
    case "disconnect":
      return [step(ilink(nodeId, ILINK_DISCONNECT, command.target))];
    case "disconnect_all": // its argument means nothing and has to be there
      return [step(ilink(nodeId, ILINK_DISCONNECT_ALL, "0"))];
    case "reconnect":
      return [step(ilink(nodeId, ILINK_RECONNECT, "0"))];
    case "dtmf":
      return [step(`rpt fun ${nodeId} ${command.digits}`)];
    case "named":
      return [step(command.named.run.replaceAll("%node%", nodeId))];
  }
}

/** Whether a line is made of harmless words only. */
export function isSafeLine(line: string): boolean {
  return line.length <= MAX_LINE_LENGTH && line.split(" ").every((word) => WORD_REGEXP.test(word));
}

function ilink(nodeId: string, index: number, target: string): string {
  return `rpt cmd ${nodeId} ilink ${index} ${target}`;
}

/** Whatever was checked before: a line that could do something else is never written. Throws `Error`. */
function step(line: string): Step {
  if (!isSafeLine(line)) {
    throw new Error(`write a command, it is not made of plain words: ${JSON.stringify(line)}`);
  }
  return { line, restMs: GAP_MS };
}
