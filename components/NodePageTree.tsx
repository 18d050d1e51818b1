import { calledName, counted, modeWord } from "../lib/client/mod.ts";
import type { NetworkBranch, NetworkEntry, NetworkTree } from "../lib/wire/mod.ts";
import { Pure } from "./Pure.ts";

/** Longer lists are folded up until somebody opens them. */
const OPEN_UP_TO = 24;

/** A search opens what it finds, unless that is more than anybody looks through. */
const OPEN_FOUND_UP_TO = 200;

/** What every row needs to know. */
interface View {
  /** Where the pages of nodes are, with a slash at the end. */
  readonly pages: string;
  readonly searching: boolean;
}

/** The nodes of a network: a tree by hop where that is known, lists where it is not. */
export function NodePageTree({ tree, ...view }: View & { readonly tree: NetworkTree }) {
  const { branches, unplaced } = tree;
  return (
    <>
      {branches.length > 0 && (
        <ul class="tree">
          {branches.map((branch) => <Branch key={branch.node} branch={branch} view={view} />)}
        </ul>
      )}
      {unplaced.length > 0 && (
        <EntryList
          title={`${counted(unplaced.length, "node", "nodes")}, hop not known`}
          entries={unplaced}
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
        <span class="dim tree-mode">
          {modeWord(branch.mode, branch.connecting ? "CONNECTING" : "ESTABLISHED")}
        </span>
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
    <details class="tree-far" open={entries.length <= (view.searching ? OPEN_FOUND_UP_TO : OPEN_UP_TO)}>
      <summary>{title}</summary>
      <ul class="tree-list" data-long={entries.length > OPEN_FOUND_UP_TO ? "yes" : "no"}>
        {entries.map((entry) => <EntryRow key={entry.node} entry={entry} pages={view.pages} />)}
      </ul>
    </details>
  );
}

/** A search leaves most rows as they are. */
class EntryRow extends Pure<{ readonly entry: NetworkEntry; readonly pages: string }> {
  override render() {
    const { entry, pages } = this.props;
    return (
      <li>
        <EntryName entry={entry} pages={pages} />
        {entry.mode !== "T" && <span class="dim tree-mode">{` ${modeWord(entry.mode, "ESTABLISHED")}`}</span>}
      </li>
    );
  }
}

function EntryName({ entry, pages }: { readonly entry: NetworkEntry; readonly pages: string }) {
  const name = calledName(entry);
  const about = [name === entry.description?.trim() ? null : entry.description, entry.location];
  const rest = about.filter((text) => text?.trim()).join(", ");
  return (
    <>
      {entry.local
        ? <a class="num tree-link" href={pages + encodeURIComponent(entry.node)}>{entry.node}</a>
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
