import { auditPage, define, ENDPOINTS, machineRoute, privately } from "../../../../lib/http/mod.ts";
import type { AuditAnswer } from "../../../../lib/wire/mod.ts";

/** `GET /api/admin/audit`: who did what, newest first. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.audit, ({ state, query }) => {
    return privately<AuditAnswer>(auditPage(state.services.audit, query, query.before, query.limit));
  }),
});
