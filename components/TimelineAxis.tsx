import { axisMarks, type SpanMinutes } from "../lib/client/mod.ts";

/** Percent with a place behind the point, as an attribute of SVG takes it. */
function percent(part: number): string {
  return `${Math.round(part * 1_000) / 10}%`;
}

/** The lines behind the bars. */
export function TimelineGrid({ spanMinutes }: { readonly spanMinutes: SpanMinutes }) {
  return (
    <svg class="timeline-grid" aria-hidden="true">
      {axisMarks(spanMinutes).slice(1, -1).map(({ part }) => (
        <line key={part} x1={percent(part)} x2={percent(part)} y1="0" y2="100%" />
      ))}
    </svg>
  );
}

/** The times over the bars, counted back from now; `stale`: from when it was last known. */
export function TimelineAxis(props: { readonly spanMinutes: SpanMinutes; readonly stale: boolean }) {
  return (
    <svg class="timeline-axis" aria-hidden="true">
      {axisMarks(props.spanMinutes).map(({ part, text }) => (
        <text key={part} x={percent(part)} y="1em" text-anchor={anchor(part)}>
          {part === 1 && props.stale ? "last known" : text}
        </text>
      ))}
    </svg>
  );
}

function anchor(part: number): "start" | "middle" | "end" {
  if (part === 0) return "start";
  return part === 1 ? "end" : "middle";
}
