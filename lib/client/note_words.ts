import type { NodeView } from "./model.ts";

/** How scripts say that there is nothing to be warned of. */
const ALL_CLEAR = /\b(no|none)\b[^.!;]{0,20}\b(alerts?|warnings?)\b|\ball clear\b/i;

/** Whether an alert says that there is none. */
export function isAllClear(text: string): boolean {
  return ALL_CLEAR.test(text);
}

/** What a reader who does not see the page is told when the alert of a node changes; `null`: there is none. */
export function alertWords({ nodeId, notes }: Pick<NodeView, "nodeId" | "notes">): string | null {
  const alert = notes.find(({ kind }) => kind === "alert");
  return alert === undefined ? null : `Alert of node ${nodeId}: ${alert.text}`;
}
