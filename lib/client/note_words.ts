import type { NodeNoteKind } from "../wire/mod.ts";
import type { NodeView, NoteView } from "./model.ts";

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

/** The variable that a note is made of. */
const VARIABLES: Readonly<Record<NodeNoteKind, string>> = {
  alert: "ALERT",
  weather: "WX",
  cpu_temp: "cpu_temp",
  cpu_load: "cpu_load",
  uptime: "cpu_up",
  disk: "DISK",
};

const LABELS: Readonly<Partial<Record<NodeNoteKind, string>>> = {
  cpu_temp: "CPU temperature",
  cpu_load: "Load",
  uptime: "Up",
  disk: "Disk",
};

/** The variables of a node without those that its notes tell, by name. */
export function ownVariables(
  variables: Readonly<Record<string, string>>,
  notes: readonly NoteView[],
): readonly (readonly [string, string])[] {
  const told = new Set(notes.map(({ kind }) => VARIABLES[kind]));
  return Object.entries(variables).filter(([name]) => !told.has(name))
    .sort(([one], [other]) => one < other ? -1 : 1);
}

/** Notes on the machine of a node, which no line of its card tells: what they are about, and their text. */
export function machineNotes(notes: readonly NoteView[]): readonly (readonly [string, string])[] {
  return notes.flatMap(({ kind, text }) => {
    const label = LABELS[kind];
    return label === undefined ? [] : [[label, text] as const];
  });
}
