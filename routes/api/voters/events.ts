import { define, ENDPOINTS, machineRoute, voterStream } from "../../../lib/http/mod.ts";

/** `GET /api/voters/events`: voters as they change, for as long as somebody looks. */
export const handler = define.handlers({
  GET: machineRoute(
    ENDPOINTS.voterEvents,
    ({ ctx, state, query }) => voterStream(ctx.req, state, query.node),
  ),
});
