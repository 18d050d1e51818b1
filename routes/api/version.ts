import { define, ENDPOINTS, ok, paramsOf } from "../../lib/http/mod.ts";

/** `GET /api/version`. */
export const handler = define.handlers({
  GET(ctx) {
    const { services } = ctx.state;
    paramsOf(ENDPOINTS.version, ctx.url, services.clock.now());
    return ok(services.version);
  },
});
