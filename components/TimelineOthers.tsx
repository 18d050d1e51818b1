import { useMemo, useState } from "preact/hooks";
import type { Lane } from "../lib/client/mod.ts";
import { Pure } from "./Pure.ts";
import { TimelineName } from "./TimelineLane.tsx";

/** What the lanes without a row are made from. */
interface OthersProps {
  readonly nodeId: string;
  readonly lanes: readonly Lane[];
  /** Told when all who talked shall be drawn, and when no longer. */
  readonly showWhole: (isWhole: boolean) => void;
}

/**
 * The links for which the drawing has no row, nearly always because they said nothing: by name, for who asks for them.
 * While they are shown none of them goes: who begins to talk gets a row in the drawing, and the list stands still.
 */
export class TimelineOthers extends Pure<OthersProps> {
  override render(props: OthersProps) {
    return <Others {...props} />;
  }
}

function Others({ nodeId, lanes, showWhole }: OthersProps) {
  const [isOpen, setOpen] = useState(false);
  const listed = useMemo(() => lanes, [isOpen, isOpen || lanes]);
  if (listed.length === 0) return <p class="timeline-others dim">Every link is drawn</p>;
  return (
    <details
      class="timeline-others"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        showWhole(event.currentTarget.open);
      }}
    >
      <summary>Show {othersWords(listed)}</summary>
      <ul class="timeline-names" aria-label={`Other links of node ${nodeId}`}>
        {listed.map((lane) => <TimelineName key={lane.node} lane={lane} />)}
      </ul>
    </details>
  );
}

/** What they are: "all 83 silent links", "1 silent link", or "83 other links" where some talked long ago. */
function othersWords(lanes: readonly Lane[]): string {
  const kind = lanes.every(({ talks }) => talks.length === 0) ? "silent" : "other";
  if (lanes.length === 1) return `1 ${kind} link`;
  return `all ${lanes.length} ${kind} links`;
}
