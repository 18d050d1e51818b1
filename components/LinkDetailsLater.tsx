import { LINK_COLUMNS, type LinkView } from "../lib/client/mod.ts";
import { later } from "./later.tsx";
import type { LinkDetailsProps } from "./LinkDetails.tsx";

/** What a link's opened details are called, for the button that opens them. */
export function linkDetailsId(link: Pick<LinkView, "localNode" | "node">): string {
  return `details-${link.localNode}-${link.node}`.replaceAll(/\s/g, "_");
}

/** The details of a link, loaded when the first are opened. */
export const LinkDetailsLater = later<LinkDetailsProps>(
  async () => (await import("./LinkDetails.tsx")).LinkDetails,
  ({ link, isFailed }) => (
    <tr role="row" class="link-details" id={linkDetailsId(link)}>
      <td role="cell" colSpan={LINK_COLUMNS.length}>
        {isFailed ? "Not loaded: open it again, or reload the page" : "Loading"}
      </td>
    </tr>
  ),
);
