import { define, ENDPOINTS, hostFor, machineRoute, ok } from "../../lib/http/mod.ts";

/** `GET /api/host`: how the machine is that Nexus runs on. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.host, ({ state }) => ok(hostFor(state))),
});
