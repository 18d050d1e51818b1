import { plainText } from "../rpt/mod.ts";
import type { NodeNote, NodeNoteKind } from "../wire/mod.ts";

/**
 * Variables that scripts beside Asterisk set for people to read, in markup. An alert comes first, then the weather, then how the machine
 * of the node is.
 */
const NOTE_VARIABLES: readonly (readonly [string, NodeNoteKind])[] = [
  ["ALERT", "alert"],
  ["WX", "weather"],
  ["cpu_temp", "cpu_temp"],
  ["cpu_load", "cpu_load"],
  ["cpu_up", "uptime"],
  ["DISK", "disk"],
];

/** What the notes of a node say, without when. */
export type NoteTexts = readonly Omit<NodeNote, "seen_at">[];

/** The notes in a node's variables as text; what is empty, or nothing but markup, is none. */
export function noteTexts(variables: ReadonlyMap<string, string>): NoteTexts {
  return NOTE_VARIABLES.flatMap(([name, kind]) => {
    const text = plainText(variables.get(name) ?? "");
    return text === "" ? [] : [{ kind, text }];
  });
}
