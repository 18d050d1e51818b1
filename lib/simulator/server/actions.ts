import { bridgeList, coreShowChannels } from "./channel_actions.ts";
import { command } from "./cli.ts";
import { challenge, coreSettings, coreStatus, events, login, logoff, ping } from "./core_actions.ts";
import type { ActionHandler } from "./request.ts";
import type { Asterisk } from "./asterisk.ts";
import { rptLocalNodes, rptStatus } from "./rpt_status.ts";
import { voterStatus } from "./voter_status.ts";

/** `ListCommands`: what there is, in alphabetical order. */
const listCommands: ActionHandler = {
  name: "ListCommands",
  synopsis: "List available manager commands.",
  privilege: "<none>",
  classes: 0,
  run: (request) =>
    request.succeed(
      HANDLERS.filter(({ isThere }) => isThere?.(request.asterisk) !== false).map((
        { name, synopsis, privilege },
      ) => [name, `${synopsis}  (Priv: ${privilege})`]),
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
  voterStatus,
];

const BY_NAME: ReadonlyMap<string, ActionHandler> = new Map(
  HANDLERS.map((handler) => [handler.name.toLowerCase(), handler]),
);

const BEFORE_LOGIN: ReadonlySet<ActionHandler | undefined> = new Set([challenge, login, logoff]);

/** Finds an action that this Asterisk has by its name in any case. */
export function findAction(name: string, asterisk: Asterisk): ActionHandler | undefined {
  const handler = BY_NAME.get(name.toLowerCase());
  return handler?.isThere?.(asterisk) === false ? undefined : handler;
}

/** Whether an action (or none) may be called by somebody who has not logged in. */
export function isBeforeLogin(handler: ActionHandler | undefined): boolean {
  return BEFORE_LOGIN.has(handler);
}
