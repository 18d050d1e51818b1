import type { ComponentChildren } from "preact";

/** A choice of one of a few words. */
export function SelectField(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly hint?: string;
}) {
  const { name, hint, value } = props;
  return (
    <label class="account-field">
      <span>{props.label}</span>
      <select name={name} aria-describedby={hint ? `${name}-hint` : undefined}>
        {props.choices.map(([each, label]) => (
          <option key={each} value={each} selected={each === value}>{label}</option>
        ))}
      </select>
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </label>
  );
}

/** One line that may be left empty. */
export function LineField(props: {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: string;
  readonly type?: "text" | "password" | "date" | "number";
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly faulty?: boolean;
}) {
  const { name, hint, faulty = false } = props;
  const described = [...(hint ? [`${name}-hint`] : []), ...(faulty ? ["account-fault"] : [])].join(" ");
  return (
    <label class="account-field">
      <span>{props.label}</span>
      <input
        name={name}
        type={props.type ?? "text"}
        value={props.value}
        required={props.required}
        minLength={props.minLength}
        maxLength={props.maxLength}
        autocomplete={props.autocomplete ?? "off"}
        autocapitalize="none"
        spellcheck={false}
        aria-invalid={faulty ? "true" : undefined}
        aria-describedby={described === "" ? undefined : described}
      />
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </label>
  );
}

/** A yes or no. */
export function CheckField(props: {
  readonly name: string;
  readonly value?: string;
  readonly required?: boolean;
  readonly checked?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <label class="check-field">
      <input
        type="checkbox"
        name={props.name}
        value={props.value ?? "yes"}
        required={props.required}
        checked={props.checked}
      />
      <span>{props.children}</span>
    </label>
  );
}

/** A form that asks for one act: which is its hidden `act`. */
export function ActForm(props: {
  readonly act: string;
  readonly submit: string;
  readonly tone?: "bad";
  /** What the button says to those who do not see what it stands beside. */
  readonly label?: string;
  /** Whose password is changed: said to password managers, not sent. */
  readonly username?: string;
  /** Whether it is nothing but its button. */
  readonly bare?: boolean;
  readonly children?: ComponentChildren;
}) {
  return (
    <form class={props.bare ? "act-form" : "account-form"} method="post">
      <input type="hidden" name="act" value={props.act} />
      {props.username && <input type="text" autocomplete="username" value={props.username} readOnly hidden />}
      {props.children}
      <button
        type="submit"
        class={props.bare ? "button" : "button account-submit"}
        data-tone={props.tone}
        aria-label={props.label}
      >
        {props.submit}
      </button>
    </form>
  );
}
