import { LinkChoice } from "./link_choice.ts";
import { DEFAULT_VIEW, formatView, type SortOrder } from "./view_url.ts";

/** The order of the links on the page of one node: its addresses stay on that page, and keep what is searched there. */
export class NodeLinkChoice extends LinkChoice {
  readonly #query: string;

  /** `query` is what the network is searched for; `remembered` the order of an earlier visit. */
  constructor(sort: SortOrder | null, basePath: string, query = "", remembered: SortOrder | null = null) {
    super({ ...DEFAULT_VIEW, sort }, basePath, remembered);
    this.#query = query;
  }

  /** The address of this page with another order, for those without JavaScript. */
  override hrefOf(sort: SortOrder): string {
    const search = this.#query === "" ? "" : new URLSearchParams({ q: this.#query }).toString();
    return `?${[search, formatView({ ...DEFAULT_VIEW, sort }).slice(1)].filter((part) => part).join("&")}`;
  }
}
