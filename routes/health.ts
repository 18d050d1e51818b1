import { define, ENDPOINTS, json, paramsOf } from "../lib/http/mod.ts";

/** `GET /health`: whether everything works; with `?strict=1` the status code says it too. */
export const handler = define.handlers({
  GET(ctx) {
    const { services } = ctx.state;
    const { strict } = paramsOf(ENDPOINTS.health, ctx.url, services.clock.now());
    const health = services.health();
    const status = strict && health.status === "degraded" ? 503 : 200;
    return json(health, status, { "Cache-Control": "no-store" });
  },
});
