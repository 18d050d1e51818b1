/** What an answer without ActionID looks like. `empty`: nothing but an empty line. */
export type UnaddressedForm = "text" | "empty";

/**
 * Actions whose answer carries no ActionID, at least sometimes, and in which form it comes then. RptLocalNodes
 * answers with XML, IAXnetstats with a table that may have no row, VoterStatus of an unknown node with nothing.
 */
const UNADDRESSED: ReadonlyMap<string, readonly UnaddressedForm[]> = new Map([
  ["rptlocalnodes", ["text"]],
  ["iaxnetstats", ["text", "empty"]],
  ["voterstatus", ["empty"]],
]);

/** In which forms the answer of an action may come without ActionID; undefined when it always has one. */
export function unaddressedAnswer(action: string): readonly UnaddressedForm[] | undefined {
  return UNADDRESSED.get(action.toLowerCase());
}

/** Runs tasks one after another, each whether or not the one before it failed: the caller bounds how many. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves to what the task gives, once its turn came. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined); // the caller of this task is told; the next one only waits
    return result;
  }
}
