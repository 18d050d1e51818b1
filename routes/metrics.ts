import { admitStats, define, ENDPOINTS, machineRoute, notFound, Refusal } from "../lib/http/mod.ts";
import { METRICS_CONTENT_TYPE } from "../lib/metrics/mod.ts";

/** `GET /metrics`: the counters in Prometheus' text format, where the configuration allows it. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.metrics, ({ ctx, state }) => {
    admitStats(state);
    const bearer = ctx.req.headers.get("Authorization")?.match(/^Bearer (\S+)$/i)?.[1] ?? null;
    const answer = state.services.metrics?.(bearer) ?? { state: "off" as const };
    if (answer.state === "off") throw notFound("a route", ctx.url.pathname);
    if (answer.state === "denied") throw denied();
    const headers = { "Content-Type": METRICS_CONTENT_TYPE, "Cache-Control": "no-store" };
    return new Response(answer.text, { headers });
  }),
});

function denied(): Refusal {
  return new Refusal(401, {
    code: "unauthorized",
    message: "read metrics, a token is needed: send Authorization: Bearer and metrics.token",
    headers: { "WWW-Authenticate": 'Bearer realm="metrics"' },
  });
}
