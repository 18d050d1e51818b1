import { define, ENDPOINTS, json, openApiDocument, paramsOf } from "../../lib/http/mod.ts";

/** `GET /api/openapi.json`: what this API is. */
export const handler = define.handlers({
  GET(ctx) {
    const { services } = ctx.state;
    paramsOf(ENDPOINTS.openapi, ctx.url, services.clock.now());
    return json(openApiDocument(services.version.version));
  },
});
