import {
  createNodes,
  type LinkMemory,
  type NodesInput,
  type NodesMachine,
  type PollAnswer,
} from "../../lib/nodes/mod.ts";
import {
  parseAdjacentLinks,
  parseLinkedNodes,
  parseReachableNodes,
  parseXStat,
  readRptSignal,
  type RptSignal,
  type RptVariable,
  type SawStatRow,
} from "../../lib/rpt/mod.ts";
import type { DomainEvent, DomainKind, MessageData } from "../../lib/wire/mod.ts";

/** Where virtual time begins in these tests. */
export const T0 = Date.parse("2026-02-12T10:00:00.000Z");

/** A machine with one node, 1999, connected at T0, that collects what it tells. */
export class Bench {
  readonly machine: NodesMachine;
  readonly events: DomainEvent[] = [];

  constructor(options: { graceMs?: number; memory?: readonly LinkMemory[]; nodes?: readonly string[] } = {}) {
    this.machine = createNodes({
      server: "local",
      unkeyGraceMs: options.graceMs ?? 500,
      names: (node) =>
        node === "2000" ? { callsign: "W1ABC", description: "Hill", location: "Here" } : undefined,
      displayNames: new Map([["1999", "Shack"]]),
      recall: (_local, node) => options.memory?.find((link) => link.node === node),
    });
    this.apply(0, { type: "discovered", nodes: options.nodes ?? ["1999"] });
    this.apply(0, { type: "ami", state: "connected" });
  }

  /** Applies at T0 + `sec`; ticks fall due before, at their own time. */
  apply(sec: number, input: NodesInput): readonly DomainEvent[] {
    const nowMs = T0 + Math.round(sec * 1_000);
    this.until(sec);
    const told = this.machine.apply(input, nowMs);
    this.events.push(...told);
    return told;
  }

  /** Lets time pass to T0 + `sec`. */
  until(sec: number): void {
    const nowMs = T0 + Math.round(sec * 1_000);
    for (
      let dueMs = this.machine.nextDeadlineMs();
      dueMs !== null && dueMs <= nowMs;
      dueMs = this.machine.nextDeadlineMs()
    ) {
      this.events.push(...this.machine.tick(dueMs));
    }
  }

  /** An RPT_ALINKS event of 1999. */
  alinks(sec: number, value: string, source: RptSignal["source"] = "event"): readonly DomainEvent[] {
    const variable: RptVariable = { name: "RPT_ALINKS", value, list: parseAdjacentLinks(value) };
    return this.apply(sec, { type: "signal", signal: signal(variable, source) });
  }

  /** An RPT_LINKS event of 1999. */
  links(sec: number, value: string): readonly DomainEvent[] {
    const variable: RptVariable = { name: "RPT_LINKS", value, list: parseReachableNodes(value) };
    return this.apply(sec, { type: "signal", signal: signal(variable) });
  }

  /** A TX or RX edge of 1999. */
  keyed(
    sec: number,
    name: "RPT_TXKEYED" | "RPT_RXKEYED",
    keyed: boolean,
    source: RptSignal["source"] = "event",
  ) {
    return this.apply(sec, { type: "signal", signal: signal({ name, keyed }, source) });
  }

  /** Any `RPT_...` event of 1999, in the wire's own text. */
  variable(sec: number, name: string, value: string): readonly DomainEvent[] {
    const headers = new Map([["Node", "1999"], ["Channel", "usrp/127.0.0.1:34199"], ["EventValue", value]]);
    const frame = { name, get: (key: string) => headers.get(key), headers: () => [] };
    const read = readRptSignal(frame);
    if (!read) throw new Error(`read a signal, not understood: ${name} ${value}`);
    return this.apply(sec, { type: "signal", signal: read });
  }

  /** The poll of 1999, asked and answered at the same moment unless `askedSec` is given. */
  poll(sec: number, parts: PollParts): readonly DomainEvent[] {
    return this.apply(sec, { type: "poll", answer: pollAnswer(T0 + (parts.askedSec ?? sec) * 1_000, parts) });
  }

  /** A poll whose only link is 2000, inbound and up for `elapsed`. */
  pollOne(sec: number, elapsed: string, row: SawStatRow): readonly DomainEvent[] {
    return this.poll(sec, {
      conns: [["2000", "", "IN", elapsed, "ESTABLISHED"]],
      linked: "T2000",
      saw: [row],
    });
  }

  /** The one link of 1999 with that name, as of T0 + `sec`. */
  link(sec: number, node: string) {
    return this.machine.link("1999", node, T0 + sec * 1_000);
  }

  /** What was told of one kind, its data only. */
  told<K extends DomainKind>(kind: K): MessageData[K][] {
    return this.events.filter((event) => event.kind === kind).map((event) => event.data as MessageData[K]);
  }
}

/** Parts of a poll answer; rows in the wire's own text. */
export interface PollParts {
  readonly askedSec?: number;
  readonly node?: string;
  /** `[name, ip, direction, elapsed, state]` */
  readonly conns?: readonly (readonly [string, string, "IN" | "OUT", string, "ESTABLISHED" | "CONNECTING"])[];
  readonly linked?: string;
  readonly alinks?: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly saw?: readonly SawStatRow[];
}

/** Builds the answer through the real XStat grammar, in app_rpt's own columns. */
export function pollAnswer(askedAtMs: number, parts: PollParts): PollAnswer {
  const headers: { name: string; value: string }[] = [{ name: "Response", value: "Success" }];
  const add = (name: string, value: string) => void headers.push({ name, value });
  add("Node", parts.node ?? "1999");
  for (const [name, ip, direction, elapsed, state] of parts.conns ?? []) {
    add(
      "Conn",
      name.padEnd(10) + ip.padEnd(20) + "0".padEnd(12) + direction.padEnd(11) + elapsed.padEnd(20) +
        state.padEnd(20),
    );
  }
  add("LinkedNodes", parts.linked ?? "<NONE>");
  if (parts.alinks !== undefined) add("Var", `RPT_ALINKS=${parts.alinks}`);
  for (const [name, value] of Object.entries(parts.vars ?? {})) add("Var", `${name}=${value}`);
  const get = (name: string) => headers.find((header) => header.name === name)?.value;
  const xstat = parseXStat({ get, headers: () => headers });
  const sawStat = parts.saw ? { node: xstat.node, rows: parts.saw, badRows: 0 } : null;
  return { askedAtMs, xstat, sawStat };
}

/** A SawStat row. */
export function saw(
  name: string,
  keyed: boolean,
  sinceKeyedSec: number | null,
  sinceUnkeyedSec: number | null,
): SawStatRow {
  return { name, keyed, sinceKeyedSec, sinceUnkeyedSec };
}

function signal(variable: RptVariable, source: RptSignal["source"] = "event"): RptSignal {
  return { source, node: source === "event" ? "1999" : undefined, channel: "usrp/127.0.0.1:34199", variable };
}

/** Seconds after T0 of an ISO instant. */
export function secAfterStart(iso: string | null): number | null {
  return iso === null ? null : (Date.parse(iso) - T0) / 1_000;
}

/** Parses a LinkedNodes text, so that a test can say what a list means. */
export const linkedNames = (value: string) => parseLinkedNodes(value).items.map((item) => item.name);
