import type { ReadonlySignal } from "@preact/signals";
import { machineNotes, type NoteView, ownVariables } from "../lib/client/mod.ts";
import { useHeld } from "./holding.ts";

/** Longer values scroll by themselves, and can be focused for that. */
const LONG_VALUE = 300;

/**
 * The variables of a node's channel, set by its operator's scripts: text of others, shown as it is, but for what they tell of the node's
 * machine in markup, which is shown as words; what the card above tells of them is not told twice.
 */
export function NodePageVariables(props: {
  readonly variables: ReadonlySignal<Readonly<Record<string, string>>>;
  readonly notes: readonly NoteView[];
  readonly stale: boolean;
}) {
  const { shown, listeners } = useHeld(props.variables);
  const rows = ownVariables(shown.value, props.notes);
  const machine = machineNotes(props.notes);
  return (
    <section class="panel" aria-labelledby="variables" data-stale={props.stale ? "yes" : "no"} {...listeners}>
      <h2 id="variables">Variables</h2>
      {rows.length + machine.length === 0
        ? <p class="empty">No variable besides app_rpt's own was told</p>
        : (
          <dl class="variables">
            {machine.map(([label, text]) => (
              <div class="variable" key={label}>
                <dt>{label}</dt>
                <Value value={text} />
              </div>
            ))}
            {rows.map(([name, value]) => (
              <div class="variable" key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <Value value={value} />
              </div>
            ))}
          </dl>
        )}
    </section>
  );
}

function Value({ value }: { readonly value: string }) {
  if (value === "") return <dd class="dim">empty</dd>;
  if (value.length <= LONG_VALUE) {
    return (
      <dd>
        <bdi>{value}</bdi>
      </dd>
    );
  }
  return (
    <dd class="variable-long" tabIndex={0}>
      <bdi>{value}</bdi>
    </dd>
  );
}
