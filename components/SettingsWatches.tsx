import { useSignal } from "@preact/signals";
import { EVERYTHING, isSubject, type Watch, WATCH_LIMIT } from "../lib/client/mod.ts";
import { Toggle } from "./SettingsFields.tsx";

const WHAT = [["talk", "Talk after quiet"], ["linkUp", "Link up"], ["linkDown", "Link down"]] as const;

/** Nodes and links to call for, each with what about it. */
export function SettingsWatches(props: {
  readonly watches: readonly Watch[];
  readonly onChange: (watches: readonly Watch[]) => void;
}) {
  const { watches, onChange } = props;
  const replace = (index: number, by: readonly Watch[]) => onChange(watches.toSpliced(index, 1, ...by));
  return (
    <>
      {watches.map((watch, index) => (
        <fieldset class="choice" key={watch.subject}>
          <legend>
            {watch.subject === EVERYTHING ? "Every node and link" : `Node or link ${watch.subject}`}
          </legend>
          <div class="choice-row">
            {WHAT.map(([what, words]) => (
              <Toggle
                key={what}
                checked={watch[what]}
                onChange={(checked) => replace(index, [{ ...watch, [what]: checked }])}
              >
                {words}
              </Toggle>
            ))}
            {watch.subject !== EVERYTHING && (
              <button
                class="button"
                type="button"
                onClick={() => replace(index, [])}
              >
                Remove <span class="sr-only">{watch.subject}</span>
              </button>
            )}
          </div>
        </fieldset>
      ))}
      {watches.length < WATCH_LIMIT && <AddWatch watches={watches} onChange={onChange} />}
    </>
  );
}

function AddWatch({ watches, onChange }: Parameters<typeof SettingsWatches>[0]) {
  const text = useSignal("");
  const subject = text.value.trim();
  const known = watches.some((watch) => watch.subject === subject);
  const add = () => {
    if (!isSubject(subject) || known) return;
    onChange([...watches, { subject, talk: true, linkUp: true, linkDown: true }]);
    text.value = "";
  };
  return (
    <div class="choice-row">
      <label class="field">
        <span>Another node or link</span>
        <input
          type="text"
          inputMode="numeric"
          autocomplete="off"
          placeholder="1999"
          value={text}
          onInput={(event) => void (text.value = event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && add()}
        />
      </label>
      <button class="button" type="button" disabled={!isSubject(subject) || known} onClick={add}>Add</button>
    </div>
  );
}
