import { computed, signal } from "@preact/signals";
import { type Parsers, revive } from "../jsonify/parse.ts";

const SIGNALS: Parsers = { Signal: (value) => signal(value), Computed: (value) => computed(() => value) };

/** The props of the page's islands, their signals among them. Errors: `SyntaxError` when `stringify` did not write them. */
export function reviveProps(props: unknown): unknown {
  return revive(props, SIGNALS);
}
