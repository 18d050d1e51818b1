import type { AmiState, LinkDirection, LinkKind, LinkMode, LinkState } from "../wire/mod.ts";
import { UNKNOWN } from "./format.ts";

const MODES: Readonly<Record<LinkMode, string>> = {
  T: "Transceive",
  R: "Monitor",
  L: "Local monitor",
  C: "Connecting",
};

const KINDS: Readonly<Record<LinkKind, string>> = {
  allstar: "AllStar",
  echolink: "EchoLink",
  irlp: "IRLP",
  text: "Client",
  private: "Private",
};

const DIRECTIONS: Readonly<Record<LinkDirection, string>> = { IN: "In", OUT: "Out" };

const STATES: Readonly<Record<AmiState, string>> = {
  disabled: "Not configured",
  connecting: "Connecting",
  connected: "Connected",
  retrying: "Retrying",
  refused: "Login refused",
  stopped: "Stopped",
};

/** How audio flows, in a word. A link that is being tried says so, whatever mode it will have. */
export function modeWord(mode: LinkMode | null, state: LinkState): string {
  if (state === "CONNECTING") return MODES.C;
  return mode === null ? UNKNOWN : MODES[mode];
}

/** What sort of thing the far end is. `text` links are phones, web transceivers and other clients with a name. */
export function kindWord(kind: LinkKind): string {
  return KINDS[kind];
}

/** Who began the link, in a word. */
export function directionWord(direction: LinkDirection | null): string {
  return direction === null ? UNKNOWN : DIRECTIONS[direction];
}

/** The state of an AMI session, in a word or two. */
export function amiWord(state: AmiState): string {
  return STATES[state];
}

/** What to call a link or node: its callsign, else its description, else its identifier. */
export function calledName(of: {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
}): string {
  return of.callsign?.trim() || of.description?.trim() || of.node;
}

/** "1 link", "4 links". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
