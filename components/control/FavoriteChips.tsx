import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  type ControlDesk,
  FAVORITE_READ_MS,
  type FavoriteFeed,
  sightOf,
  whileSeen,
} from "../../lib/client/mod.ts";
import { FavoriteSource, FavoriteState } from "./FavoriteActivities.tsx";

/** Favourites, each one tap away from a link; with a feed also what each of them is doing. */
export function FavoriteChips({ desk, feed, now }: {
  readonly desk: ControlDesk;
  /** `null` where what they are doing is not asked. */
  readonly feed: FavoriteFeed | null;
  readonly now: ReadonlySignal<number>;
}) {
  const favorites = desk.favorites.value;
  const list = useRef<HTMLUListElement>(null);
  const isAny = favorites.length > 0;
  useEffect(() => {
    if (feed === null || list.current === null) return;
    return whileSeen(sightOf(list.current), FAVORITE_READ_MS, () => void feed.read());
  }, [feed, isAny]);
  if (!isAny) {
    return (
      <p class="control-hint">Nodes that you link to often can be one tap away: add them as favourites.</p>
    );
  }
  return (
    <>
      <ul ref={list} class="control-favorites" data-activity={feed !== null} aria-label="Favourites">
        {favorites.map(({ id, node, label }) => (
          <li key={id}>
            <button type="submit" class="button" name="do" value={`favorite:${node}`}>
              <span class="sr-only">Connect</span> <bdi>{label ?? node}</bdi>
              {label !== null && <span class="dim num">{node}</span>}
            </button>
            {feed && <FavoriteState feed={feed} node={node} now={now} />}
          </li>
        ))}
      </ul>
      {feed && <FavoriteSource feed={feed} />}
    </>
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
