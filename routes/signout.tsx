import { define, signedOutHeaders } from "../lib/http/mod.ts";

/** `POST /signout`: ends the session of the browser that asks, and leads to the dashboard. */
export const handler = define.handlers({
  POST(ctx) {
    const { principal, clientAddress, services } = ctx.state;
    if (principal.kind === "session") services.auth.accounts.signOut(principal, clientAddress, false);
    const headers = signedOutHeaders(ctx);
    headers.set("Location", `${ctx.config.basePath}/`);
    return new Response(null, { status: 303, headers });
  },
});
