import type { ReadonlySignal } from "@preact/signals";
import type { FavoriteFeed } from "../../lib/client/mod.ts";
import { favoriteWords } from "../../lib/client/mod.ts";

/** What one favourite is doing, in words and as of when. */
export function FavoriteState({ feed, node, now }: {
  readonly feed: FavoriteFeed;
  readonly node: string;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
}) {
  const { state, word, facts, age } = favoriteWords(feed.activity.value.get(node), now.value);
  return (
    <p class="favorite-state" data-state={state}>
      <b>
        <span class="favorite-dot" aria-hidden="true" />
        {word}
      </b>{" "}
      <span class="dim">{age}</span>
      <span class="favorite-facts">{facts}</span>
    </p>
  );
}

/** Where it is from, or why it does not get newer. */
export function FavoriteSource({ feed }: { readonly feed: FavoriteFeed }) {
  const fault = feed.fault.value;
  return (
    <p class="control-hint favorite-source">
      {fault === null
        ? "Activity is read from the public statistics while it is in view."
        : `Activity is not up to date: ${fault}`}
    </p>
  );
}
