import { calledName, counted, formatInstant, isoInstant, modeWord } from "../lib/client/mod.ts";
import type { NetworkBranch, NetworkEntry, NetworkTree } from "../lib/wire/mod.ts";

/** Longer lists are folded up until somebody opens them; a search opens what it finds. */
const OPEN_UP_TO = 24;

/** What the network of a node is shown from. */
export interface NodePageNetworkProps {
  readonly tree: NetworkTree;
  /** What was searched for; empty when nothing was. */
  readonly query: string;
  /** How many nodes the whole network has, found or not. */
  readonly total: number;
  /** Where the pages of nodes are, with a slash at the end. */
  readonly pages: string;
  /** When the tree was made, epoch milliseconds. */
  readonly asOfMs: number;
}

/** Everything linked to a node: a tree by hop where that is known, lists where it is not. */
export function NodePageNetwork({ tree, query, total, pages, asOfMs }: NodePageNetworkProps) {
  const view: View = { pages, searching: query !== "" };
  const found = foundIn(tree);
  return (
    <section class="panel" aria-labelledby="network">
      <h2 id="network">Network</h2>
      <p class="as-of">
        As of <time dateTime={isoInstant(asOfMs)}>{formatInstant(asOfMs)}</time>. <a href="">Load again</a>
        {" "}
        for what is new
      </p>
      <NetworkSearch query={query} />
      <p class="network-counts">
        {query === "" ? <Counts tree={tree} total={total} /> : `${found} of ${total} found for “${query}”. `}
        {query !== "" && <a class="button" href="?#network">Show all</a>}
      </p>
      {found === 0
        ? (
          <p class="empty">
            {query === "" ? "Nothing is linked to this node" : "No node of the network fits"}
          </p>
        )
        : <Found tree={tree} view={view} />}
    </section>
  );
}

/** What every row needs to know. */
interface View {
  readonly pages: string;
  readonly searching: boolean;
}

function NetworkSearch({ query }: { readonly query: string }) {
  return (
    <form class="network-search" method="get" action="#network" role="search">
      <label>
        <span>Find by number, callsign, name or place</span>
        <input type="search" name="q" value={query} maxLength={80} autocomplete="off" spellcheck={false} />
      </label>
      <button class="button" type="submit">Find</button>
    </form>
  );
}

function foundIn(tree: NetworkTree): number {
  return tree.hops.reduce((sum, count) => sum + count, tree.unknown);
}

function Counts({ tree, total }: { readonly tree: NetworkTree; readonly total: number }) {
  const hops = tree.hops.map((count, index) => `${count} at hop ${index + 1}`);
  if (tree.unknown > 0) hops.push(`${tree.unknown} further away`);
  return <>{counted(total, "node", "nodes")}{hops.length > 0 && `: ${hops.join(", ")}`}</>;
}

function Found({ tree, view }: { readonly tree: NetworkTree; readonly view: View }) {
  return (
    <>
      {tree.branches.length > 0 && (
        <ul class="tree">
          {tree.branches.map((branch) => <Branch key={branch.node} branch={branch} view={view} />)}
        </ul>
      )}
      {tree.unplaced.length > 0 && (
        <EntryList
          title={`${counted(tree.unplaced.length, "node", "nodes")}, hop not known`}
          entries={tree.unplaced}
          view={view}
        />
      )}
    </>
  );
}

function Branch({ branch, view }: { readonly branch: NetworkBranch; readonly view: View }) {
  const { branches, behind } = branch;
  return (
    <li class="tree-branch">
      <p class="tree-node">
        <span class="tree-hop">Hop {branch.hop}</span> <EntryName entry={branch} pages={view.pages} />{" "}
        <span class="dim">{modeWord(branch.mode, branch.connecting ? "CONNECTING" : "ESTABLISHED")}</span>
      </p>
      {branches.length > 0 && (
        <ul class="tree">
          {branches.map((each) => <Branch key={each.node} branch={each} view={view} />)}
        </ul>
      )}
      {behind.length > 0 && (
        <EntryList
          title={`${counted(behind.length, "node", "nodes")} behind ${branch.node}, hop not known`}
          entries={behind}
          view={view}
        />
      )}
    </li>
  );
}

function EntryList(props: {
  readonly title: string;
  readonly entries: readonly NetworkEntry[];
  readonly view: View;
}) {
  const { title, entries, view } = props;
  return (
    <details class="tree-far" open={view.searching || entries.length <= OPEN_UP_TO}>
      <summary>{title}</summary>
      <ul class="tree-list">
        {entries.map((entry) => (
          <li key={entry.node}>
            <EntryName entry={entry} pages={view.pages} />
            {entry.mode !== "T" && <span class="dim">{` ${modeWord(entry.mode, "ESTABLISHED")}`}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function EntryName({ entry, pages }: { readonly entry: NetworkEntry; readonly pages: string }) {
  const name = calledName(entry);
  const about = [name === entry.description?.trim() ? null : entry.description, entry.location];
  const rest = about.filter((text) => text?.trim()).join(", ");
  return (
    <>
      {entry.local
        ? <a class="num" href={pages + encodeURIComponent(entry.node)}>{entry.node}</a>
        : <b class="num">{entry.node}</b>}
      {name !== entry.node && (
        <>
          {" "}
          <bdi class="callsign">{name}</bdi>
        </>
      )}
      {rest && (
        <>
          {" "}
          <bdi class="dim">{rest}</bdi>
        </>
      )}
    </>
  );
}
