import { define, ENDPOINTS, json, machineRoute } from "../lib/http/mod.ts";

/** `GET /health`: whether everything works; with `?strict=1` the status code says it too. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.health, ({ state, query }) => {
    const health = state.services.health();
    const status = query.strict && health.status === "degraded" ? 503 : 200;
    return json(health, status, { "Cache-Control": "no-store" });
  }),
});
