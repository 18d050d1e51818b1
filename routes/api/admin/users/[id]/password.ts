import { define, ENDPOINTS, machineRoute, privately, resetPassword } from "../../../../../lib/http/mod.ts";
import type { UserAnswer } from "../../../../../lib/wire/mod.ts";

/** `POST /api/admin/users/{id}/password`: another password, made up where none is given. */
export const handler = define.handlers({
  POST: machineRoute(ENDPOINTS.resetPassword, async ({ state, id, body: { password = null } }) => {
    return privately<UserAnswer>(await resetPassword(state, id, password));
  }),
});
