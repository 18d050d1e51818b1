import { IS_BROWSER } from "fresh/runtime";

/** Shows what it got and of which kind, so that server and browser can be compared. */
export default function Echo({ values }: { values: readonly unknown[] }) {
  return (
    <ul class={IS_BROWSER ? "live" : "still"}>
      {values.map((value, i) => <li key={i}>{kindOf(value)} {textOf(value)}</li>)}
    </ul>
  );
}

export function Second() {
  return <p id="second">{IS_BROWSER ? "live" : "still"}</p>;
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

function textOf(value: unknown): string {
  if (value instanceof Map || value instanceof Set) return JSON.stringify([...value]);
  if (value instanceof Date) return value.toISOString();
  return Object.is(value, -0) ? "-0" : String(value);
}
