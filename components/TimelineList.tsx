import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { listedTalks, type Timeline } from "../lib/client/mod.ts";
import { ahead } from "./ahead.tsx";
import { Pure } from "./Pure.ts";

/** What the list is made from. */
interface ListProps {
  readonly timeline: ReadonlySignal<Timeline>;
  readonly nodeIds: readonly string[];
}

/** What its rows are made from. */
export interface TalksProps extends ListProps {
  /** Whether they are seen. */
  readonly isOpen: boolean;
}

/** The rows, which `TimelineTalks` gives: on the server always, in a browser when the list is opened first. */
export const GivenTalks = ahead<TalksProps>(() => <p class="timeline-unlisted dim">Loading the list</p>);

/**
 * The newest talks with their exact times as a table, for who does not see the drawing or has no JavaScript. Nobody
 * sees it change while it is closed, so it does not.
 */
export class TimelineList extends Pure<ListProps> {
  override render(props: ListProps) {
    return <List {...props} />;
  }
}

function List({ timeline, nodeIds }: ListProps) {
  const [isOpen, setOpen] = useState(false);
  const [isFailed, setFailed] = useState(false);
  const isEmpty = useComputed(() => listedTalks(timeline.value, nodeIds, 1).length === 0);
  const list = useRef<HTMLDetailsElement>(null);
  const toggle = (open: boolean) => {
    setOpen(open);
    // Nexus is away, or was updated under the page: nothing old is shown as if it were new, and the next opening tries again.
    if (open) import("./TimelineTalks.tsx").then(() => setFailed(false), () => setFailed(true));
  };
  // Whoever was quick opened it before the page was live.
  useEffect(() => {
    if (list.current?.open) toggle(true);
  }, []);
  // As high as the closed list, which takes its place with the first talk.
  if (isEmpty.value) return <p class="timeline-unlisted dim">No talks to list</p>;
  return (
    <details class="timeline-list" ref={list} onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary>Newest talks as a list</summary>
      {isFailed
        ? <p class="timeline-unlisted dim">Not loaded: open it again, or reload the page</p>
        : <GivenTalks.Component timeline={timeline} nodeIds={nodeIds} isOpen={isOpen} />}
    </details>
  );
}
