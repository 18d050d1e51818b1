import { hostMeasures, type TemperatureUnit } from "../lib/client/mod.ts";
import type { HostFacts } from "../lib/wire/mod.ts";
import { ShortInstant } from "./exact_time.tsx";

/** How the machine is, in one quiet line; what is worth a look says so in a word. Nothing of it where nothing is known. */
export function HostLine(props: {
  readonly facts: HostFacts;
  readonly unit: TemperatureUnit;
  /** Whether it was not told anew when it should have been. */
  readonly old?: boolean;
}) {
  const { facts, unit, old = false } = props;
  const known = hostMeasures(facts, unit).filter(({ long }) => long !== null);
  if (known.length === 0) return null;
  return (
    <div
      class="host-line"
      role="group"
      aria-label="The machine that Nexus runs on"
      data-old={old ? "yes" : "no"}
    >
      <span class="host-name">This machine</span>
      <ul>
        {known.map(({ name, short, state, word }) => (
          <li key={name} data-state={state ?? "none"}>
            {name} <b class="num">{short}</b>
            {state !== null && state !== "good" && <span class="host-word">{word}</span>}
          </li>
        ))}
        {old && (
          <li>
            as of <ShortInstant atMs={Date.parse(facts.at)} to="second" />
          </li>
        )}
      </ul>
    </div>
  );
}
