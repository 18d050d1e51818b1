import { hostMeasures, type TemperatureUnit } from "../../lib/client/mod.ts";
import type { HostFacts } from "../../lib/wire/mod.ts";

/** How the machine is that Nexus runs on: every measure with a word for how it stands, also those that nobody tells here. */
export function HostList({ facts, unit }: { readonly facts: HostFacts; readonly unit: TemperatureUnit }) {
  return (
    <dl class="facts host-facts">
      {hostMeasures(facts, unit).map(({ name, long, state, word }) => (
        <HostRow key={name} name={name} long={long} state={state} word={word} />
      ))}
    </dl>
  );
}

function HostRow({ name, long, state, word }: {
  readonly name: string;
  readonly long: string | null;
  readonly state: "good" | "warn" | "bad" | null;
  readonly word: string;
}) {
  return (
    <>
      <dt>{name}</dt>
      {long === null ? <dd class="dim">not known here</dd> : (
        <dd data-tone={state ?? undefined}>
          <span class="num">{long}</span>
          {word !== "" && <b class="host-word">{word}</b>}
        </dd>
      )}
    </>
  );
}
