import type { ControlDesk } from "../../lib/client/mod.ts";

/** Favourites, each one tap away from a link. */
export function FavoriteChips({ desk }: { readonly desk: ControlDesk }) {
  const favorites = desk.favorites.value;
  if (favorites.length === 0) {
    return (
      <p class="control-hint">Nodes that you link to often can be one tap away: add them as favourites.</p>
    );
  }
  return (
    <ul class="control-favorites" aria-label="Favourites">
      {favorites.map(({ id, node, label }) => (
        <li key={id}>
          <button type="submit" class="button" name="do" value={`favorite:${node}`}>
            <span class="sr-only">Connect</span> <bdi>{label ?? node}</bdi>
            {label !== null && <span class="dim num">{node}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The favourites that can be taken away: everybody's only by those who may. */
export function FavoriteList({ desk, shares }: { readonly desk: ControlDesk; readonly shares: boolean }) {
  const own = desk.favorites.value.filter(({ shared }) => shares || !shared);
  if (own.length === 0) return null;
  return (
    <ul class="control-own" aria-label="Favourites that can be deleted">
      {own.map((favorite) => (
        <li key={favorite.id}>
          <bdi>{favorite.label ?? favorite.node}</bdi>{" "}
          {favorite.shared && <span class="dim">everybody's</span>}
          <button
            class="button"
            type="button"
            aria-label={`Delete ${favorite.shared ? "everybody's" : "the"} favourite ${favorite.node}`}
            onClick={() => void desk.removeFavorite(favorite)}
          >
            Delete
          </button>
        </li>
      ))}
    </ul>
  );
}
