import { type CommandAction } from "../wire/mod.ts";
import { ControlError } from "./error.ts";
import type { Command, NamedCommand } from "./types.ts";

/** A node's number as app_rpt takes it: 3 digits for private nodes, 7 for EchoLink, up to 10. */
export const NODE_NUMBER_REGEXP = /^[1-9][0-9]{2,9}$/;

/** The name of a link that is there: a number, a callsign, a phone user such as `101-P`. */
export const LINK_NAME_REGEXP = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;

/** What a telephone's keys can dial; app_rpt's own buffer for a macro ends far beyond this. */
export const DIGITS_REGEXP = /^[0-9A-D*#]{1,32}$/;

/** The name of a command of the configuration. */
export const COMMAND_NAME_REGEXP = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** A command as it was asked for; nothing of it is checked but its types. */
export interface CommandRequest {
  readonly action: CommandAction;
  readonly target?: string | undefined;
  readonly permanent?: boolean | undefined;
  readonly disconnect_first?: boolean | undefined;
  readonly digits?: string | undefined;
  readonly name?: string | undefined;
}

type FieldName = Exclude<keyof CommandRequest, "action">;

const FIELDS: readonly FieldName[] = ["target", "permanent", "disconnect_first", "digits", "name"];

/** Which fields go with which action; any other is refused, for whoever sends it means something else. */
const FIELDS_OF: Readonly<Record<CommandAction, readonly FieldName[]>> = {
  connect: ["target", "permanent", "disconnect_first"],
  monitor: ["target", "permanent", "disconnect_first"],
  local_monitor: ["target", "permanent", "disconnect_first"],
  disconnect: ["target"],
  disconnect_all: [],
  reconnect: [],
  dtmf: ["digits"],
  named: ["name"],
};

/**
 * Checks a command. `named` gives a command of the configuration that the sender may send to the node. Errors: throws `ControlError` that
 * names the field at fault.
 */
export function readCommand(
  request: CommandRequest,
  nodeId: string,
  named: (name: string) => NamedCommand | undefined,
): Command {
  const { action } = request;
  for (const field of FIELDS) {
    if (request[field] !== undefined && !FIELDS_OF[action].includes(field)) {
      throw bad(field, `it does not go with the action: ${action}`);
    }
  }
  switch (action) {
    case "connect":
    case "monitor":
    case "local_monitor":
      return {
        action,
        target: readTarget(request.target, nodeId),
        permanent: request.permanent ?? false,
        disconnectFirst: request.disconnect_first ?? false,
      };
    case "disconnect":
      return { action, target: matching("target", request.target, LINK_NAME_REGEXP, "the name of a link") };
    case "disconnect_all":
    case "reconnect":
      return { action };
    case "dtmf":
      return { action, digits: matching("digits", request.digits, DIGITS_REGEXP, "1 to 32 of 0-9 A-D * #") };
    case "named":
      return { action, named: readName(request.name, named) };
  }
}

function readTarget(target: string | undefined, nodeId: string): string {
  const node = matching("target", target, NODE_NUMBER_REGEXP, "a node number of 3 to 10 digits");
  if (node === nodeId) throw bad("target", `a node cannot be linked to itself: ${node}`);
  return node;
}

function readName(
  name: string | undefined,
  named: (name: string) => NamedCommand | undefined,
): NamedCommand {
  const command = named(matching("name", name, COMMAND_NAME_REGEXP, "the name of a command"));
  if (!command) throw bad("name", `there is no such command for this node and account: ${name}`);
  return command;
}

function matching(field: FieldName, value: string | undefined, pattern: RegExp, expected: string): string {
  if (value === undefined) throw bad(field, `it is missing, expected ${expected}`);
  if (!pattern.test(value)) throw bad(field, `expected ${expected}: ${JSON.stringify(value.slice(0, 40))}`);
  return value;
}

function bad(field: FieldName, reason: string): ControlError {
  return new ControlError("bad", `read field ${field}, ${reason}`, { field });
}
