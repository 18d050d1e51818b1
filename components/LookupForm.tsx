import type { Ref } from "preact";

/** Asks what to look for. It works as a plain form; `onInput` makes it search as somebody types. */
export function LookupForm(props: {
  readonly action: string;
  readonly query: string;
  readonly field?: Ref<HTMLInputElement>;
  readonly onInput?: (query: string) => void;
  readonly onSubmit?: (event: Event) => void;
}) {
  const { action, query, field, onInput, onSubmit } = props;
  return (
    <form class="lookup-form" role="search" method="get" action={action} onSubmit={onSubmit}>
      <label>
        <span>Node number, callsign or words</span>
        <input
          ref={field}
          type="search"
          name="q"
          value={query}
          maxLength={100}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="search"
          onInput={onInput && ((event) => onInput(event.currentTarget.value))}
        />
      </label>
      <button type="submit" class="button">Search</button>
    </form>
  );
}
