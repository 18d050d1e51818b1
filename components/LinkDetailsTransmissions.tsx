import { useContext, useEffect, useState } from "preact/hooks";
import {
  formatTimer,
  type LinkTransmission,
  type LinkView,
  readLinkTransmissions,
  secondsSince,
} from "../lib/client/mod.ts";
import { LinkChoiceContext } from "./links_context.ts";
import { Exact } from "./exact_time.tsx";
import { Ago, RunningTimer } from "./time.tsx";

/** What is known of the last transmissions: asked for, refused, or told. */
type Reading =
  | { readonly kind: "asking" }
  | { readonly kind: "failed" }
  | { readonly kind: "told"; readonly transmissions: readonly LinkTransmission[] };

/** The last ten transmissions of a link, read when they are first shown and again after each key edge. */
export function LinkTransmissions({ link }: { readonly link: LinkView }) {
  const reading = useReading(link);
  return (
    <section
      class="link-last"
      aria-label={`Last transmissions of ${link.node}`}
      aria-busy={reading.kind === "asking"}
    >
      <h3>Last transmissions</h3>
      <Transmissions reading={reading} />
    </section>
  );
}

function useReading(link: LinkView): Reading {
  const { basePath } = useContext(LinkChoiceContext);
  const { localNode, node, keyedSinceMs } = link;
  const [reading, setReading] = useState<Reading>({ kind: "asking" });
  useEffect(() => {
    const aborted = new AbortController();
    void readLinkTransmissions(basePath, { localNode, node }, aborted.signal).then((transmissions) => {
      if (aborted.signal.aborted) return;
      setReading(transmissions ? { kind: "told", transmissions } : { kind: "failed" });
    });
    return () => aborted.abort();
  }, [basePath, localNode, node, keyedSinceMs]);
  return reading;
}

function Transmissions({ reading }: { readonly reading: Reading }) {
  if (reading.kind === "asking") return <p class="dim">Asking Nexus for them</p>;
  if (reading.kind === "failed") {
    return <p class="dim">Nexus did not tell them. Close and open to ask again</p>;
  }
  if (reading.transmissions.length === 0) return <p class="dim">None remembered</p>;
  return (
    <ol>
      {reading.transmissions.map(({ startedAtMs, endedAtMs }) => (
        <li key={startedAtMs}>
          <span class="num">
            <Exact atMs={startedAtMs} />
          </span>
          <span class="num">
            {endedAtMs === null
              ? <RunningTimer atMs={startedAtMs} />
              : formatTimer(secondsSince(startedAtMs, endedAtMs))}
          </span>
          <span class="dim">{endedAtMs === null ? "now" : <Ago atMs={endedAtMs} />}</span>
        </li>
      ))}
    </ol>
  );
}
