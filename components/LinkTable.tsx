import { type LinkView, orderedLinkIds } from "../lib/client/mod.ts";
import { LinkRow } from "./LinkRow.tsx";
import { Pure } from "./Pure.ts";

/** The columns, in order. */
const COLUMNS: readonly { readonly name: string; readonly title: string; readonly hint?: string }[] = [
  { name: "keyed", title: "Keyed" },
  { name: "node", title: "Node" },
  { name: "name", title: "Name" },
  { name: "kind", title: "Kind" },
  { name: "mode", title: "Mode" },
  { name: "direction", title: "Dir", hint: "In: the other end connected; Out: this node did" },
  { name: "address", title: "Address" },
  { name: "connected", title: "Connected" },
  { name: "heard", title: "Last heard" },
  { name: "session", title: "Talk", hint: "Talk time since it connected" },
  { name: "percent", title: "Share", hint: "Talk time in percent of the time connected" },
  { name: "total", title: "Total", hint: "Talk time ever" },
];

interface LinkTableProps {
  readonly nodeId: string;
  readonly links: ReadonlyMap<string, LinkView>;
  readonly stale: boolean;
}

/**
 * The links of one node, keyed first. On a narrow screen the same table is laid out as cards; the roles keep it a
 * table for assistive technology whatever the layout.
 */
export class LinkTable extends Pure<LinkTableProps> {
  override render({ nodeId, links, stale }: LinkTableProps) {
    if (links.size === 0) {
      return (
        <p class="empty">
          {stale ? "No links known" : "No links. Nothing is connected to this node"}
        </p>
      );
    }
    return (
      <table class="links" role="table">
        <caption class="sr-only">Links of node {nodeId}, keyed first, then by last heard</caption>
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map(({ name, title, hint }) => (
              <th key={name} class={`col-${name}`} role="columnheader" scope="col" title={hint}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {orderedLinkIds(links).map((id) => {
            const link = links.get(id);
            return link && <LinkRow key={id} link={link} />;
          })}
        </tbody>
      </table>
    );
  }
}
