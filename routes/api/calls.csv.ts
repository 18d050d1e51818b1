import { callsCsv, define, ENDPOINTS, machineRoute, pastCalls } from "../../lib/http/mod.ts";

/** `GET /api/calls.csv`: calls that are over, for a spreadsheet. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.callsTable, ({ state, query, nowMs }) => {
    const name = `calls-${new Date(nowMs).toISOString().slice(0, 10)}.csv`;
    return new Response(callsCsv(pastCalls(state.services, query, query.limit)), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="${name}"`,
        "Cache-Control": "no-cache",
      },
    });
  }),
});
