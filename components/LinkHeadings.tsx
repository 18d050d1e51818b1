import { useContext } from "preact/hooks";
import {
  LINK_COLUMNS,
  type LinkChoice,
  type LinkColumn,
  sortByColumn,
  type SortOrder,
} from "../lib/client/mod.ts";
import { LinkChoiceContext } from "./links_context.ts";
import { Pure } from "./Pure.ts";

interface LinkHeadingsProps {
  readonly sort: SortOrder;
}

/** The headings of the links; each sorts by its column, as a link of the page where there is no JavaScript. */
export class LinkHeadings extends Pure<LinkHeadingsProps> {
  override render({ sort }: LinkHeadingsProps) {
    const choice = useContext(LinkChoiceContext);
    return (
      <thead role="rowgroup">
        <tr role="row">{LINK_COLUMNS.map((column) => heading(column, sort, choice))}</tr>
      </thead>
    );
  }
}

/** Not a component of its own: every page that the server gives has a dozen for each node. */
function heading(column: LinkColumn, sort: SortOrder, choice: LinkChoice) {
  const next = sortByColumn(sort, column);
  const sorted = sort.column !== column.name ? undefined : sort.descending ? "descending" : "ascending";
  return (
    <th
      key={column.name}
      class={`col-${column.name}`}
      role="columnheader"
      scope="col"
      aria-sort={sorted}
      title={column.hint}
    >
      <a
        class="sort-link"
        href={choice.hrefOf(next)}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) {
            return;
          }
          event.preventDefault();
          choice.sortBy(next);
        }}
      >
        {column.title}
        <span class="sort-arrow" data-sorted={sorted ?? "no"} aria-hidden="true" />
      </a>
    </th>
  );
}
