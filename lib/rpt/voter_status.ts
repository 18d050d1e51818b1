import { isDigits, wholeNumber } from "./text.ts";
import type {
  HeaderSource,
  VoterInstance,
  VoterReceiverRow,
  VoterStatusAnswer,
  VoterTiming,
} from "./types.ts";

/** Signal is one byte of the voter's protocol. */
const MAX_RSSI = 255;

/** What stands behind a receiver's name, in the order it is written; `Dynamic` only by app_rpt of ASL2. */
const MARKS = ["Dynamic", "Mix", "Master", "ActiveMaster", "Inactive"] as const;

/** Address of a receiver that was never heard of. */
const NO_ADDRESS = "0.0.0.0";

const IPV4_REGEXP = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?(?: \(Proxied\))?$/;

type Mark = typeof MARKS[number];

interface MutableReceiver {
  text: string;
  ip: string | null;
  rssi: number | null;
}

interface MutableVoter {
  readonly node: string;
  voted: string | null;
  readonly receivers: MutableReceiver[];
}

/**
 * Reads one answer to VoterStatus: for each voter `Node:`, `Voted:` (only while something is received), and for each receiver
 * `Client: <name>[ Dynamic][ Mix][ Master][ ActiveMaster][ Inactive]`, `IP: <address>:<port>`, `RSSI: <0-255>`. Voters follow each
 * other without an empty line, each with a `Response:` of its own; an answer without any is an empty one. Never throws; lines that are not
 * understood are left out and counted. Source: app_rpt's `chan_voter.c:manager_voter_status`.
 */
export function parseVoterStatus(frame: HeaderSource): VoterStatusAnswer {
  const voters: MutableVoter[] = [];
  let receiver: MutableReceiver | undefined;
  let badRows = 0;
  for (const { name, value } of frame.headers()) {
    const voter = voters.at(-1);
    let isGood = true;
    switch (name.toLowerCase()) {
      case "node":
        receiver = undefined;
        isGood = isDigits(value);
        // What follows an unreadable number belongs to no voter before it.
        voters.push({ node: isGood ? value : "", voted: null, receivers: [] });
        break;
      case "voted":
        isGood = voter !== undefined && value !== "";
        if (voter && isGood) voter.voted = value;
        break;
      case "client":
        receiver = voter && value !== "" ? { text: value, ip: null, rssi: null } : undefined;
        if (voter && receiver) voter.receivers.push(receiver);
        isGood = receiver !== undefined;
        break;
      case "ip":
        isGood = receiver !== undefined && takeAddress(receiver, value);
        break;
      case "rssi":
        isGood = receiver !== undefined && takeSignal(receiver, value);
        break;
    }
    if (!isGood) badRows++;
  }
  return { voters: voters.filter(({ node }) => node !== "").map(finished), badRows };
}

function takeAddress(receiver: MutableReceiver, text: string): boolean {
  const [, address] = IPV4_REGEXP.exec(text) ?? [];
  receiver.ip = address === undefined || address === NO_ADDRESS ? null : address;
  return address !== undefined;
}

function takeSignal(receiver: MutableReceiver, text: string): boolean {
  const rssi = wholeNumber(text);
  const isGood = rssi !== null && rssi <= MAX_RSSI;
  receiver.rssi = isGood ? rssi : null;
  return isGood;
}

function finished({ node, voted, receivers }: MutableVoter): VoterInstance {
  return { node, voted, receivers: receivers.map((receiver) => finishedReceiver(receiver, voted)) };
}

function finishedReceiver({ text, ip, rssi }: MutableReceiver, voted: string | null): VoterReceiverRow {
  const { name, marks } = splitName(text, voted);
  return {
    name,
    connected: !marks.has("Inactive"),
    mix: marks.has("Mix"),
    dynamic: marks.has("Dynamic"),
    timing: timingOf(marks),
    ip,
    rssi,
  };
}

function timingOf(marks: ReadonlySet<Mark>): VoterTiming {
  if (marks.has("ActiveMaster")) return "active_master";
  return marks.has("Master") ? "master" : "none";
}

/**
 * Takes the marks off the end of a name, in their order. A name may have blanks, and may end as a mark does: where the voted
 * receiver is called what is left before the last mark was taken, no more are.
 */
function splitName(text: string, voted: string | null): { name: string; marks: ReadonlySet<Mark> } {
  const marks = new Set<Mark>();
  let name = text;
  for (const mark of [...MARKS].reverse()) {
    if (name === voted) break;
    if (!name.endsWith(` ${mark}`)) continue;
    const rest = name.slice(0, -mark.length - 1).trimEnd();
    if (rest === "") break;
    name = rest;
    marks.add(mark);
  }
  return { name, marks };
}
