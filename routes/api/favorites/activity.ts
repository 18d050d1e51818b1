import { define, ENDPOINTS, machineRoute, privately, senderOf } from "../../../lib/http/mod.ts";
import type { FavoriteActivityAnswer } from "../../../lib/wire/mod.ts";

const OFF: FavoriteActivityAnswer = { enabled: false, fault: null, activity: [] };

/** `GET /api/favorites/activity`: what the favourites of whoever asks are doing; that they are looked at. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.favoriteActivity, ({ state }) => {
    const { favorites, favoriteWatch } = state.services;
    const nodes = favorites.of(senderOf(state).principal).map(({ node }) => node);
    return privately<FavoriteActivityAnswer>(favoriteWatch?.look(nodes) ?? OFF);
  }),
});
