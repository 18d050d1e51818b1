import type { ChoiceKeeper } from "./link_choice.ts";
import { DEFAULT_LINK_SORT, sameSort } from "./link_order.ts";
import { rememberedSort, sortCookie } from "./sort_memory.ts";
import { parseView, viewOver } from "./view_url.ts";

/** Keeps the choice in the address of the page and in a cookie; `basePath` is where Nexus is mounted, empty or `/path`. */
export function browserChoiceKeeper(basePath: string): ChoiceKeeper {
  return {
    rememberedSort: () => rememberedSort(document.cookie),
    keep({ filter, sort, remember }) {
      const wished = sameSort(sort, DEFAULT_LINK_SORT) ? null : sort;
      const url = new URL(location.href);
      const query = viewOver(url.search, { ...parseView(url), filter, sort: wished });
      if (query !== url.search) {
        history.replaceState(history.state, "", `${url.pathname}${query}${url.hash}`);
      }
      if (remember) document.cookie = sortCookie(sort, basePath);
    },
  };
}
