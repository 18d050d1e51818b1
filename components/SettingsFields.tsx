import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** A group of settings under one heading. */
export function SettingsGroup(props: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="settings-group">
      <h3>{props.title}</h3>
      {props.children}
    </section>
  );
}

/** One of a few, all to be seen. */
export function Choice<T extends string>(props: {
  readonly legend: string;
  readonly value: T;
  /** What can be chosen, with its words. */
  readonly choices: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{props.legend}</legend>
      <div class="choice-row">
        {props.choices.map(([value, words]) => (
          <label class="choice-item" key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={props.value === value}
              onChange={() => props.onChange(value)}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Something that is on or off. */
export function Toggle(props: {
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ComponentChildren;
}) {
  return (
    <label class="toggle">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.children}</span>
    </label>
  );
}
