import { actorOf, auditCsv, define, ENDPOINTS, machineRoute } from "../../../lib/http/mod.ts";

const HEADERS = {
  "Content-Type": "text/csv; charset=utf-8; header=present",
  "Content-Disposition": 'attachment; filename="nexus-audit.csv"',
  "Cache-Control": "no-store, no-transform",
};

/** `GET /api/admin/audit.csv`: who did what, as a table for spreadsheets. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.auditCsv, ({ ctx, state, query }) => {
    if (ctx.req.method === "HEAD") return new Response(null, { headers: HEADERS });
    const { name: who, from } = actorOf(state);
    const { audit } = state.services;
    const body = auditCsv(audit, query);
    audit.record({ who, from, what: "system.audit_export", result: "ok" });
    return new Response(body, { headers: HEADERS });
  }),
});
