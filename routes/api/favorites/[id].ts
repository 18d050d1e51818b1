import { define, ENDPOINTS, machineRoute, notFound, privately, senderOf } from "../../../lib/http/mod.ts";

/** Ids are counted up from 1. */
const ID_REGEXP = /^[1-9]\d{0,14}$/;

/** `DELETE /api/favorites/{id}`: takes a favourite away. */
export const handler = define.handlers({
  DELETE: machineRoute(ENDPOINTS.deleteFavorite, ({ state, id }) => {
    if (!ID_REGEXP.test(id)) throw notFound("a favourite", id.slice(0, 40));
    state.services.favorites.remove(senderOf(state), Number(id));
    return privately({ deleted: true });
  }),
});
