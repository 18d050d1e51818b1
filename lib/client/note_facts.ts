import type { NodeNoteKind } from "../wire/mod.ts";
import type { NoteView } from "./model.ts";

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
