import type { ComponentChildren } from "preact";

/** A page with one form about the own account; works without JavaScript. */
export function AccountForm(props: {
  readonly title: string;
  /** Where it is sent to. */
  readonly action: string;
  /** What its button says. */
  readonly submit: string;
  /** What went wrong with what was sent before; `null`: nothing. */
  readonly fault: string | null;
  /** Stands above the fields. */
  readonly intro?: ComponentChildren;
  /** Stands below the button. */
  readonly outro?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="panel account" aria-labelledby="account-title">
      <h2 id="account-title">{props.title}</h2>
      {props.intro}
      {props.fault !== null && <p class="account-fault" role="alert" id="account-fault">{props.fault}</p>}
      <form class="account-form" method="post" action={props.action}>
        {props.children}
        <button type="submit" class="button account-submit">{props.submit}</button>
      </form>
      {props.outro}
    </section>
  );
}

/** One line to fill in, with its label and what is to be known of it. */
export function AccountField(props: {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "password";
  /** What browsers and password managers fill in. */
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string;
  readonly minLength?: number;
  readonly maxLength: number;
  /** Where somebody begins to type. */
  readonly first?: boolean;
  /** Whether it is at fault. */
  readonly faulty?: boolean;
}) {
  const { name, hint, faulty = false } = props;
  const described = [...(hint ? [`${name}-hint`] : []), ...(faulty ? ["account-fault"] : [])].join(" ");
  return (
    <label class="account-field">
      <span>{props.label}</span>
      <input
        name={name}
        type={props.type}
        value={props.value}
        required
        autocomplete={props.autocomplete}
        autocapitalize="none"
        spellcheck={false}
        minLength={props.minLength}
        maxLength={props.maxLength}
        autofocus={props.first}
        aria-invalid={faulty ? "true" : undefined}
        aria-describedby={described === "" ? undefined : described}
      />
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </label>
  );
}
