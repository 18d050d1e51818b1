import { createHash } from "node:crypto";
import type { World } from "../../lib/simulator/mod.ts";
import { headerOf, quietScenario, startVirtual, TestClient } from "./harness.ts";

interface RecordedLine {
  readonly t: number;
  readonly wall: number;
  readonly dir: "open" | "rx" | "tx" | "note" | "close";
  readonly data: string;
}

/** The same actions at the same times: what the real server sent, and what the simulated one sends. */
export interface Replayed {
  readonly recorded: readonly string[];
  readonly simulated: readonly string[];
}

/** A key that was pressed outside the session, as a note of the recording tells. */
const KEY_NOTE_REGEXP = /^run: \S*key\.py (\d+) ([\d.]+)(?: --times (\d+) --gap ([\d.]+))?$/;
/** The node that is on another machine in the recordings, and whom it is linked to there. */
const REMOTE_NODE = "2001";
/** From the note to the edge; 60 to 100 ms in the recordings. */
const KEY_DELAY_MS = 80;

/** Reads a recording. */
export async function readRecording(name: string): Promise<RecordedLine[]> {
  const text = await Deno.readTextFile(new URL(`../../fixtures/ami/${name}.jsonl`, import.meta.url));
  return text.trim().split("\n").map((line) => JSON.parse(line) as RecordedLine);
}

/** Does to the simulator what the recording did to the real server. */
export async function replay(name: string, prepare: (world: World) => void = () => {}): Promise<Replayed> {
  const lines = await readRecording(name);
  const startMs = Math.floor(lines[0]?.wall ?? 0);
  await using running = startVirtual(quietScenario(), 1, startMs);
  prepare(running.world);
  const client = running.client();
  for (const { t, dir, data } of lines) {
    running.clock.advanceTo(startMs + Math.floor(t));
    if (dir === "tx") client.peer.send(translate(data, client));
    if (dir === "note") act(running, data);
  }
  return { recorded: received(lines), simulated: split(client.text) };
}

function split(text: string): string[] {
  return text.split("\r\n\r\n").filter((message) => message !== "");
}

/** The password of the recorded server becomes that of the simulated one. */
function translate(data: string, client: TestClient): string {
  if (!data.includes("Key: ")) return data.replace("Secret: test\r", "Secret: simulator\r");
  const challenge = /Challenge: (\d+)/.exec(client.text)?.[1] ?? "";
  const key = createHash("md5").update(`${challenge}simulator`).digest("hex");
  return data.replace(/Key: \w+/, `Key: ${key}`);
}

function act({ clock, world }: ReturnType<typeof startVirtual>, note: string): void {
  const keyed = KEY_NOTE_REGEXP.exec(note);
  if (keyed) {
    const [, id = "", seconds, times = "1", gap = "0"] = keyed;
    const overMs = Number(seconds) * 1000 + 40;
    const talkers = id === REMOTE_NODE
      ? world.nodes.map(({ spec }) => ({ node: spec.id, link: id }))
      : [{ node: id, link: null }];
    for (let turn = 0; turn < Number(times); turn++) {
      const fromMs = KEY_DELAY_MS + turn * (overMs + Number(gap) * 1000);
      clock.after(fromMs, () => talkers.forEach((talker) => world.talk(talker, true)));
      clock.after(fromMs + overMs, () => talkers.forEach((talker) => world.talk(talker, false)));
    }
  }
  if (note.startsWith("B is stopped")) clock.after(500, () => void world.lose("2000", REMOTE_NODE, 25_000));
  if (note.startsWith("on B: channel originate PJSIP/*11998")) {
    const phone = { name: "101-P", mode: "T", direction: "IN", peer: "", phone: true } as const;
    clock.after(500, () => void world.accept("1998", phone));
  }
}

/** Headers whose values depend on when and how long something ran. */
const CHANGING_HEADERS: ReadonlySet<string> = new Set([
  "Challenge",
  "CoreCurrentCalls",
  "CoreReloadDate",
  "CoreReloadTime",
  "CoreStartupDate",
  "CoreStartupTime",
  "EventTV",
  "LastReload",
  "RemoteAddress",
  "RptUptime",
  "SessionID",
  "SessionTV",
  "Timestamp",
  "Uptime",
]);

/** Counters and states of a node that follow every announcement it speaks. */
const NODE_STATE_HEADERS: ReadonlySet<string> = new Set([
  "IdentifierState",
  "KerchunksSinceSystemInitialization",
  "KerchunksToday",
  "KeyupsSinceSystemInitialization",
  "KeyupsToday",
  "TimeOutTimerState",
  "TransmitterKeyed",
  "TxTimeSinceSystemInitialization",
  "TxTimeToday",
  "ider_state",
  "tot_state",
]);

/** The connect time of `rpt lstats`, with the blanks that fill its column. */
const LINK_TIME_REGEXP = /\d\d:\d\d:\d\d:(?:\d\d {9}|\d{3} {8})/;

/** Variables that follow announcements, or that lag in reality by however long a text message takes. */
const LAGGING_VARIABLES_REGEXP = /^(RPT_(?:TXKEYED|ETXKEYED|LINKS|NUMLINKS))=.*/;

/**
 * One message with what depends on the moment taken out of its values: digits of times become 9 in place, so that
 * widths and paddings stay; header names, their order and every blank stay as they are.
 */
export function normalise(message: string): string {
  const lines = message.split("\r\n").map((line) => {
    const at = line.indexOf(": ");
    if (at < 0) return line;
    const name = line.slice(0, at);
    return `${name}: ${normaliseValue(name, line.slice(at + 2))}`;
  });
  return sortVariables(lines).join("\r\n");
}

function normaliseValue(name: string, value: string): string {
  if (name === "Conn") return normaliseConn(value);
  if (name === "Var") return value.replace(LAGGING_VARIABLES_REGEXP, "$1=*");
  if (name === "Output") return value.replace(LINK_TIME_REGEXP, "99:99:99:999        ");
  if (CHANGING_HEADERS.has(name)) return shape(value);
  return NODE_STATE_HEADERS.has(name) ? "*" : value;
}

/** Digits become 9, and runs of them one 9 where the width says nothing. */
function shape(value: string): string {
  return value.startsWith("0x") ? "0x" : value.replace(/\d/g, "9").replace(/9+(?!.*:)/, "9");
}

/** XStat: the time with its width, and how often a caller came back, which earlier recordings added to; SawStat: whether an age is there. */
function normaliseConn(value: string): string {
  const sawStat = /^(\S+ [01]) (-?\d+) (-?\d+)$/.exec(value);
  if (!sawStat) return value.replace(/\d\d:\d\d:\d\d/, "99:99:99").replace(/\d( {11}IN)/, "9$1");
  const [, head, since, until] = sawStat;
  return [head, since === "-1" ? since : "9", until === "-1" ? until : "9"].join(" ");
}

/** The order of variables is not fixed; the recorded operator had two of his own. */
function sortVariables(lines: readonly string[]): string[] {
  const known = lines.filter((line) => !line.startsWith("Var: ") || line.startsWith("Var: RPT_"));
  const variables = known.filter((line) => line.startsWith("Var: ")).sort();
  let next = 0;
  return known.map((line) => line.startsWith("Var: ") ? variables[next++] ?? line : line);
}

/** Only answers, normalised, but for those with an ActionID that ends in one of `except`. */
export function answers(messages: readonly string[], except: readonly number[] = []): string[] {
  const isCompared = (message: string) => {
    const id = Number(/\r\nActionID: \w+-(\d+)/.exec(message)?.[1] ?? -1);
    return !message.startsWith("Event: ") && !except.includes(id);
  };
  return messages.filter(isCompared).map(normalise);
}

/** What a node told of one variable, in order. */
export function valuesOf(messages: readonly string[], node: string, event: string): string[] {
  return messages
    .filter((message) => headerOf(message, "Event") === event && headerOf(message, "Node") === node)
    .map((message) => headerOf(message, "EventValue"));
}

/** The same, repetitions left out, because the real one repeats itself. */
export function toldBy(messages: readonly string[], node: string, event: string): string[] {
  return valuesOf(messages, node, event).filter((value, index, values) => value !== values[index - 1]);
}

/** The messages that a recorded session received. */
export function received(lines: readonly RecordedLine[]): string[] {
  return split(lines.filter(({ dir }) => dir === "rx").map(({ data }) => data).join(""));
}

/** An event without what depends on the moment: header names, order, blanks and constant values remain. */
export function eventShape(message: string): string {
  return message.split("\r\n").map((line) => {
    const at = line.indexOf(": ");
    const name = line.slice(0, at);
    const value = line.slice(at + 2);
    if (/Time$/.test(name)) {
      return `${name}: ${value.replace(/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d/, "Day").replace(/\d/g, "9")}`;
    }
    if (/^(Uniqueid|Linkedid)$/.test(name)) return `${name}: ${value.replace(/\d+/g, "9")}`;
    if (CHANGING_HEADERS.has(name)) return `${name}: ${shape(value)}`;
    return name === "EventValue" || name === "Value" ? `${name}: ${value === "" ? "" : "*"}` : line;
  }).join("\r\n");
}
