import { define, ENDPOINTS, json, machineRoute, openApiDocument } from "../../lib/http/mod.ts";

/** `GET /api/openapi.json`: what this API is. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.openapi, ({ state }) => json(openApiDocument(state.services.version.version))),
});
