import { LinkChoice } from "./link_choice.ts";
import { DEFAULT_VIEW, formatView, type SortOrder } from "./view_url.ts";

/** The order of the links on the page of one node: its addresses stay on that page. */
export class NodeLinkChoice extends LinkChoice {
  constructor(sort: SortOrder | null, basePath: string) {
    super({ ...DEFAULT_VIEW, sort }, basePath);
  }

  /** The address of this page with another order, for those without JavaScript. */
  override hrefOf(sort: SortOrder): string {
    return formatView({ ...DEFAULT_VIEW, sort }) || "?";
  }
}
