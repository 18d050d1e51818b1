import type { ChoiceKeeper } from "./link_choice.ts";
import { DEFAULT_LINK_SORT, sameSort } from "./link_order.ts";
import { parseView, type SortOrder, viewOver } from "./view_url.ts";

/** Under this name the order is kept in the browser, written as in the address. */
const STORAGE_KEY = "nexus.links.sort";

/** Keeps the choice in the address of the page and in the browser's storage. */
export const browserChoiceKeeper: ChoiceKeeper = {
  rememberedSort() {
    const text = stored(() => localStorage.getItem(STORAGE_KEY));
    return text
      ? parseView(new URL(`${location.origin}/?${new URLSearchParams({ sort: text })}`)).sort
      : null;
  },
  keep({ filter, sort, remember }) {
    const wished = sameSort(sort, DEFAULT_LINK_SORT) ? null : sort;
    const url = new URL(location.href);
    const query = viewOver(url.search, { ...parseView(url), filter, sort: wished });
    if (query !== url.search) history.replaceState(history.state, "", `${url.pathname}${query}${url.hash}`);
    if (remember) stored(() => localStorage.setItem(STORAGE_KEY, sortText(sort)));
  },
};

function sortText(sort: SortOrder): string {
  return `${sort.descending ? "-" : ""}${sort.column}`;
}

/** A browser may forbid its storage; then nothing is remembered, and all else works. */
function stored<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null; // storage is blocked or full: the address still holds the choice
  }
}
