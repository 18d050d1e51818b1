import { bridgeList, coreShowChannels } from "./channel_actions.ts";
import { command } from "./cli.ts";
import { challenge, coreSettings, coreStatus, events, login, logoff, ping } from "./core_actions.ts";
import type { ActionHandler } from "./request.ts";
import { rptLocalNodes, rptStatus } from "./rpt_status.ts";

/** `ListCommands`: what there is, in alphabetical order. */
const listCommands: ActionHandler = {
  name: "ListCommands",
  synopsis: "List available manager commands.",
  privilege: "<none>",
  classes: 0,
  run: (request) =>
    request.succeed(
      HANDLERS.map(({ name, synopsis, privilege }) => [name, `${synopsis}  (Priv: ${privilege})`]),
    ),
};

const HANDLERS: readonly ActionHandler[] = [
  bridgeList,
  challenge,
  command,
  coreSettings,
  coreShowChannels,
  coreStatus,
  events,
  listCommands,
  login,
  logoff,
  ping,
  rptLocalNodes,
  rptStatus,
];

const BY_NAME: ReadonlyMap<string, ActionHandler> = new Map(
  HANDLERS.map((handler) => [handler.name.toLowerCase(), handler]),
);

const BEFORE_LOGIN: ReadonlySet<ActionHandler | undefined> = new Set([challenge, login, logoff]);

/** Finds an action by its name in any case. */
export function findAction(name: string): ActionHandler | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Whether an action (or none) may be called by somebody who has not logged in. */
export function isBeforeLogin(handler: ActionHandler | undefined): boolean {
  return BEFORE_LOGIN.has(handler);
}
