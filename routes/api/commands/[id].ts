import { define, ENDPOINTS, machineRoute, notFound, privately } from "../../../lib/http/mod.ts";
import type { CommandInfo } from "../../../lib/wire/mod.ts";

/** `GET /api/commands/{id}`: one command and what came of it; one of a node that is not theirs to work is not there for them. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.command, ({ state, id }) => {
    const command = state.services.control.find(id, state.principal);
    if (!command) throw notFound("a command", id.slice(0, 40));
    return privately<CommandInfo>(command);
  }),
});
