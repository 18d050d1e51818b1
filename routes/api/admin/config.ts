import { define, ENDPOINTS, machineRoute, privately } from "../../../lib/http/mod.ts";
import type { ConfigAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/admin/config`: every setting and where it was written. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.settings, ({ state }) => {
    const { admin } = state.services;
    return privately<ConfigAnswer>({ file: admin.configFile, settings: admin.settings() });
  }),
});
