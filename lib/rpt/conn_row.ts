import { clockSeconds, isDigits, wholeNumber } from "./text.ts";
import type { XStatConn } from "./types.ts";

/** Column widths of `printf("%-10s%-20s%-12d%-11s%-20s%-20s")` in `rpt_manager.c`. */
const NAME_WIDTH = 10;
const PEER_WIDTH = 20;
const RECONNECTS_WIDTH = 12;
const DIRECTION_WIDTH = 11;
const TIME_WIDTH = 20;

/** app_rpt cuts a peer address here, `MAXPEERSTR` less the closing NUL. */
const MAX_PEER_LENGTH = 30;

/** app_rpt cuts names here, `MAXNODESTR`; it keeps the search for a known name short in a row of any length. */
const MAX_NAME_LENGTH = 300;

/** The peer of a link that has no channel at the moment. */
const NO_CHANNEL = "(none)";

/** One blank-free field of a row, and where it begins. */
interface Field {
  readonly text: string;
  readonly at: number;
}

/** The part of a row left of its direction, and whether the columns from there on are as wide as app_rpt prints. */
interface RowHead {
  readonly text: string;
  readonly reconnects: number;
  readonly columns: boolean;
}

/**
 * Reads one `Conn:` row of XStat, or gives undefined when it is none. Columns are padded, not delimited: a name of 10
 * characters touches the peer, a peer of 20 the reconnects, the peer can be blank. So the row is anchored on the
 * right (state, time, direction, reconnects), and what is left is split by the column widths where they still hold,
 * else by the names that are known of this node's links, else by what looks like an address.
 */
export function parseConnRow(row: string, known: ReadonlySet<string>): XStatConn | undefined {
  const state = fieldEndingAt(row, row.length);
  const time = fieldEndingAt(row, state.at);
  const direction = fieldEndingAt(row, time.at);
  const elapsedSec = clockSeconds(time.text);
  if (state.text !== "ESTABLISHED" && state.text !== "CONNECTING") return undefined;
  if (direction.text !== "IN" && direction.text !== "OUT") return undefined;
  if (elapsedSec === null) return undefined;
  const padded = time.at - direction.at === DIRECTION_WIDTH && state.at - time.at === TIME_WIDTH;
  const head = headOf(row.slice(0, direction.at), padded);
  if (head === undefined) return undefined;
  const { name, peer } = splitHead(head, known);
  if (name === "") return undefined;
  return {
    name,
    ip: peer === "" || peer === NO_CHANNEL ? null : peer,
    noChannel: peer === NO_CHANNEL,
    reconnects: head.reconnects,
    direction: direction.text,
    elapsedSec: Math.floor(elapsedSec),
    state: state.text,
  };
}

/** The last field that ends at or before `end`; empty and at 0 when there is none. */
function fieldEndingAt(row: string, end: number): Field {
  let to = end;
  while (to > 0 && isBlank(row, to - 1)) to--;
  let at = to;
  while (at > 0 && !isBlank(row, at - 1)) at--;
  return { text: row.slice(at, to), at };
}

function isBlank(text: string, index: number): boolean {
  const char = text[index];
  return char === " " || char === "\t";
}

/** Takes the reconnects off: by their column when the columns hold, else as the last field or its last digit. */
function headOf(text: string, padded: boolean): RowHead | undefined {
  const column = text.length - RECONNECTS_WIDTH;
  const inColumn = padded && column > 0 && !isBlank(text, column)
    ? wholeNumber(text.slice(column).trimEnd())
    : null;
  if (inColumn !== null) return { text: text.slice(0, column), reconnects: inColumn, columns: true };
  const last = fieldEndingAt(text, text.length);
  const whole = wholeNumber(last.text);
  if (whole !== null) return { text: text.slice(0, last.at).trimEnd(), reconnects: whole, columns: false };
  // A long peer touches the reconnects and the columns are gone: one digit is the likeliest count, by far.
  const digit = last.text.slice(-1);
  const peer = addressAtEnd(last.text.slice(0, -1));
  if (!isDigits(digit) || peer.length < PEER_WIDTH) return undefined;
  return { text: text.trimEnd().slice(0, -1), reconnects: Number(digit), columns: false };
}

interface NameAndPeer {
  readonly name: string;
  readonly peer: string;
}

function splitHead(head: RowHead, known: ReadonlySet<string>): NameAndPeer {
  const exact = head.columns ? splitByColumns(head.text) : undefined;
  if (exact !== undefined) return exact;
  return splitByKnownName(head.text, known) ?? splitByLongPeer(head) ?? splitByAddress(head.text);
}

/**
 * Exact when the peer is shorter than its column, which a blank at the end shows: the name is then all but the last
 * 20 characters. Counted from that end, because the width of the name's column is one of bytes, not of characters.
 */
function splitByColumns(text: string): NameAndPeer | undefined {
  if (!isBlank(text, text.length - 1)) return undefined;
  const nameEnd = text.length - PEER_WIDTH;
  const peer = text.slice(nameEnd).trim();
  if (nameEnd < 1 || /\s/.test(peer)) return undefined;
  return { name: text.slice(0, nameEnd).trim(), peer };
}

/** The longest known name that the text begins with and that leaves a peer or nothing. */
function splitByKnownName(text: string, known: ReadonlySet<string>): NameAndPeer | undefined {
  const whole = text.trimEnd();
  for (let end = Math.min(whole.length, MAX_NAME_LENGTH); end > 0 && known.size > 0; end--) {
    const name = whole.slice(0, end);
    if (!known.has(name)) continue;
    // A name shorter than its column is padded: what follows it is a blank, not the peer.
    if (end < NAME_WIDTH && end < whole.length && !isBlank(whole, end)) continue;
    const peer = whole.slice(end).trim();
    if (peer === "" || peer === NO_CHANNEL || isAddress(peer)) return { name, peer };
  }
  return undefined;
}

/** With columns that hold, a peer longer than its column begins at the tenth character, if an address begins there. */
function splitByLongPeer(head: RowHead): NameAndPeer | undefined {
  if (!head.columns) return undefined;
  const peer = head.text.slice(NAME_WIDTH);
  return isAddress(peer) ? { name: head.text.slice(0, NAME_WIDTH).trim(), peer } : undefined;
}

/** The last field as peer if it is one, also when a name of 10 or more characters touches it; else all is name. */
function splitByAddress(text: string): NameAndPeer {
  const whole = text.trimEnd();
  const last = fieldEndingAt(whole, whole.length);
  if (last.at > 0 && (last.text === NO_CHANNEL || isAddress(last.text))) {
    return { name: whole.slice(0, last.at).trim(), peer: last.text };
  }
  const peer = whole.endsWith(NO_CHANNEL) ? NO_CHANNEL : addressAtEnd(last.text);
  const nameEnd = whole.length - peer.length;
  return peer !== "" && nameEnd >= NAME_WIDTH
    ? { name: whole.slice(0, nameEnd).trim(), peer }
    : { name: whole.trim(), peer: "" };
}

/** The longest address at the end of the text, or the empty string. */
function addressAtEnd(text: string): string {
  for (let at = Math.max(0, text.length - MAX_PEER_LENGTH); at < text.length; at++) {
    const candidate = text.slice(at);
    if (isAddress(candidate)) return candidate;
  }
  return "";
}

const IPV4 = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Groups of up to four hexadecimal digits; the end may be cut, be an IPv4 address or name an interface. */
const IPV6 = /^(?:[\da-f]{1,4}|:):(?:[\da-f]{0,4}:){0,7}(?:[\da-f]{0,4}|[\d.]{1,15})(?:%[\w.-]*)?$/i;

function isAddress(text: string): boolean {
  if (text.length > MAX_PEER_LENGTH) return false;
  const colon = text.indexOf(":");
  return colon < 0 ? IPV4.test(text) : colon < text.lastIndexOf(":") && IPV6.test(text);
}
