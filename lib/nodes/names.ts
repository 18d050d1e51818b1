import type { NameLookup, NodeName } from "./types.ts";

const NOTHING_KNOWN: NodeName = { callsign: null, description: null, location: null };

/** Letters and digits as the world's callsigns have them (ITU RR 19): a prefix, a digit, a suffix ending in a letter. */
const CALLSIGN = /^(?:[A-Z]{1,2}|[A-Z][0-9]|[0-9][A-Z])[0-9]{1,4}[A-Z]{1,4}$/;

/** The callsign a text name begins with (`KG5DRT-1` -> `KG5DRT`), or `null` when it does not look like one. */
export function callsignIn(name: string): string | null {
  const word = name.split(/[-/ ]/, 1)[0]?.toUpperCase() ?? "";
  return CALLSIGN.test(word) ? word : null;
}

/** What is known of a node: the directory's entry, else the callsign in its own name. */
export function describeNode(node: string, names: NameLookup): NodeName {
  const { callsign, description, location } = names(node) ?? NOTHING_KNOWN;
  return { callsign: callsign ?? callsignIn(node), description, location };
}
