import { useComputed } from "@preact/signals";
import { type SpanMinutes, SPANS, spanWord } from "../lib/client/mod.ts";
import type { TimelineProps } from "./Timeline.tsx";

/** Links to the other spans; where there is JavaScript they change the drawing in place. */
export function TimelineSpans({ source }: { readonly source: TimelineProps }) {
  const chosen = useComputed(() => source.loading.value ?? source.timeline.value.spanMinutes).value;
  return (
    <nav class="timeline-spans" aria-label="Span of the timeline">
      {SPANS.map((span) => (
        <a
          key={span}
          href={source.hrefOf(span)}
          aria-current={span === chosen ? "true" : "false"}
          aria-label={`Last ${spanWord(span)}`}
          onClick={(event) => follow(event, source, span)}
        >
          {spanWord(span)}
        </a>
      ))}
    </nav>
  );
}

/** A click that asks for a new tab or window is the browser's. */
function follow(event: MouseEvent, source: TimelineProps, span: SpanMinutes): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  source.choose(span);
}
