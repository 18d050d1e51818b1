import { define, ENDPOINTS, machineRoute, notFound } from "../lib/http/mod.ts";

/** The address names the content, so that it never has to be asked for again. */
const FOR_EVER = "max-age=31536000, immutable";

/** `GET /logo`: the picture of the station, as it was when Nexus started. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.logo, ({ ctx, state, query }) => {
    const logo = state.services.settings.site?.logo ?? null;
    if (logo === null) throw notFound("a route", ctx.url.pathname);
    const isNamed = query.v === logo.hash;
    return new Response(logo.bytes, {
      headers: { "Content-Type": logo.type, "Cache-Control": isNamed ? FOR_EVER : "no-cache" },
    });
  }),
});
