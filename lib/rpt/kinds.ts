import { isDigits } from "./text.ts";
import type { NodeKind } from "./types.ts";

/** Node numbers below this are private: the public register begins at 2000. */
const FIRST_PUBLIC_NODE = 2000;

/** EchoLink stations are listed as `3` and their number padded to six digits. */
const ECHOLINK_DIGITS = 7;

/** IRLP-style private numbers: five digits that begin with 8. */
const FIRST_IRLP_NODE = 80_000;
const LAST_IRLP_NODE = 89_999;

/**
 * What a node name stands for, told from its letters alone: 7 digits that begin with 3 are EchoLink, 80000 to 89999
 * IRLP, below 2000 private, other numbers AllStar, anything else (callsigns, phone users as `101-P`) text.
 */
export function kindOfNode(name: string): NodeKind {
  if (!isDigits(name)) return "text";
  if (name.length === ECHOLINK_DIGITS && name.startsWith("3")) return "echolink";
  const number = Number(name);
  if (number >= FIRST_IRLP_NODE && number <= LAST_IRLP_NODE) return "irlp";
  return number < FIRST_PUBLIC_NODE ? "private" : "allstar";
}

/** The EchoLink number behind a name, `3066366` is 66366; undefined when the name is not an EchoLink station's. */
export function echolinkNumber(name: string): number | undefined {
  return kindOfNode(name) === "echolink" ? Number(name.slice(1)) : undefined;
}
