import { define, readForm, signedOutHeaders } from "../lib/http/mod.ts";

/** `POST /signout`: ends the session of the browser that asks, or with `everywhere` all of its account; leads to the dashboard. */
export const handler = define.handlers({
  async POST(ctx) {
    const { principal, clientAddress, services } = ctx.state;
    const hasForm = ctx.req.headers.has("Content-Type");
    const everywhere = hasForm && (await readForm(ctx.req)).get("everywhere") === "1";
    if (principal.kind === "session") services.auth.accounts.signOut(principal, clientAddress, everywhere);
    const headers = signedOutHeaders(ctx);
    headers.set("Location", `${ctx.config.basePath}/`);
    return new Response(null, { status: 303, headers });
  },
});
