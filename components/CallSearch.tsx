import { type CallsSearch, otherCauses, SEARCHED_CAUSES } from "../lib/client/mod.ts";

interface CallSearchProps {
  readonly search: CallsSearch;
  /** Address of the list of calls. */
  readonly calls: string;
  readonly onChange?: (change: Partial<CallsSearch>) => void;
  readonly onSubmit?: (event: Event) => void;
}

/** Asks which calls to show; a plain form, which searches as somebody types where there is JavaScript. */
export function CallSearch({ search, calls, onChange, onSubmit }: CallSearchProps) {
  const isAsked = search.q !== "" || search.day !== "" || search.cause !== "";
  return (
    <form
      class="call-search"
      role="search"
      aria-label="Calls"
      method="get"
      action={calls}
      onSubmit={onSubmit}
    >
      <label class="call-search-text">
        <span>Number or name</span>
        <input
          type="search"
          name="q"
          value={search.q}
          maxLength={100}
          autocomplete="off"
          spellcheck={false}
          enterkeyhint="search"
          onInput={onChange && ((event) => onChange({ q: event.currentTarget.value }))}
        />
      </label>
      <label>
        <span>Day</span>
        <input
          type="date"
          name="day"
          value={search.day}
          onChange={onChange && ((event) => onChange({ day: event.currentTarget.value }))}
        />
      </label>
      <label>
        <span>Result</span>
        <select
          name="cause"
          onChange={onChange && ((event) => onChange({ cause: event.currentTarget.value }))}
        >
          <option value="" selected={search.cause === ""}>Any</option>
          <Causes causes={SEARCHED_CAUSES} chosen={search.cause} />
          <optgroup label="Rarely seen">
            <Causes causes={otherCauses()} chosen={search.cause} />
          </optgroup>
        </select>
      </label>
      <button type="submit" class="button">Search</button>
      {isAsked && <a class="button" href={calls}>Show all</a>}
    </form>
  );
}

function Causes(
  { causes, chosen }: { readonly causes: typeof SEARCHED_CAUSES; readonly chosen: string },
) {
  return (
    <>
      {causes.map(([cause, words]) => (
        <option key={cause} value={cause} selected={chosen === cause}>{words}</option>
      ))}
    </>
  );
}
