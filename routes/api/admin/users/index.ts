import {
  createUser,
  define,
  ENDPOINTS,
  machineRoute,
  privately,
  userEntries,
} from "../../../../lib/http/mod.ts";
import type { UserAnswer, UsersAnswer } from "../../../../lib/wire/mod.ts";

/** `GET /api/admin/users`: every account; `POST`: another one. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.users, ({ state }) => privately<UsersAnswer>({ users: userEntries(state) })),
  POST: machineRoute(ENDPOINTS.createUser, async ({ state, body }) => {
    const { username, password = null, role, nodes = null } = body;
    const made = await createUser(state, { username, password, role, nodes: nodes ?? "all" });
    return privately<UserAnswer>(made, ENDPOINTS.createUser.status);
  }),
});
