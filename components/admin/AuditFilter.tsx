import { LineField, SelectField } from "./Fields.tsx";

const WHAT = [
  ["", "everything"],
  ["session", "sessions"],
  ["account", "accounts"],
  ["token", "API tokens"],
  ["command", "commands"],
  ["config", "configuration"],
  ["system", "system"],
] as const;

/** The form that narrows the audit down; it is in the address, so that a view can be kept. */
export function AuditFilter(props: {
  readonly filter: Readonly<Record<"who" | "what" | "node" | "result" | "day", string>>;
  readonly results: readonly string[];
  readonly here: string;
}) {
  const { who, what, node, result, day } = props.filter;
  const isListed = WHAT.some(([value]) => value === what);
  return (
    <form class="filter-form" method="get" action={props.here}>
      <LineField name="who" label="Who" value={who} maxLength={64} />
      <SelectField
        name="what"
        label="What"
        value={what}
        choices={isListed ? WHAT : [...WHAT, [what, what]]}
      />
      <LineField name="node" label="Node" value={node} maxLength={32} />
      <SelectField
        name="result"
        label="Result"
        value={result}
        choices={[["", "any"], ...props.results.map((each) => [each, each] as const)]}
      />
      <LineField name="day" label="Day (UTC)" type="date" value={day} />
      <button type="submit" class="button">Show</button>
    </form>
  );
}
