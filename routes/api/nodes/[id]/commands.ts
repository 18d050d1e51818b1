import {
  define,
  ENDPOINTS,
  machineRoute,
  privately,
  senderOf,
  visibleNode,
} from "../../../../lib/http/mod.ts";
import type { CommandInfo, CommandsAnswer } from "../../../../lib/wire/mod.ts";

/** `/api/nodes/{id}/commands`: sends a command to a local node, and tells which there are. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.nodeCommands, ({ state, id, query }) => {
    const { control } = state.services;
    visibleNode(state, id);
    const named = control.namedFor(id, state.principal);
    return privately<CommandsAnswer>({ named, recent: control.recent(id, query.limit) });
  }),
  POST: machineRoute(ENDPOINTS.sendCommand, ({ state, id, body }) => {
    const taken = state.services.control.submit(body, id, senderOf(state));
    return privately<CommandInfo>(taken, ENDPOINTS.sendCommand.status);
  }),
});
