import { define, ENDPOINTS, machineRoute, privately, senderOf } from "../../../lib/http/mod.ts";
import type { FavoritesAnswer } from "../../../lib/wire/mod.ts";

/** `/api/favorites`: nodes to link to with one tap, the own ones and everybody's. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.favorites, ({ state }) => {
    const { principal } = senderOf(state);
    return privately<FavoritesAnswer>({ favorites: state.services.favorites.of(principal) });
  }),
  POST: machineRoute(ENDPOINTS.addFavorite, ({ state, body }) => {
    const { node, label = null, shared = false } = body;
    const added = state.services.favorites.add(senderOf(state), node, label, shared);
    return privately(added, ENDPOINTS.addFavorite.status);
  }),
});
