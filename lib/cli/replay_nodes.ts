import type { AmiFrame } from "../ami/mod.ts";
import { createNodes, type NodesInput, type NodesMachine } from "../nodes/mod.ts";
import { isSawStatRow, parseLocalNodes, parseRptStat, parseSawStat, readRptSignal } from "../rpt/mod.ts";
import type { AskedAction, Played } from "../wiretap/mod.ts";
import type { AmiState, DomainEvent } from "../wire/mod.ts";
import { type PairedAnswer, PollPairs } from "./poll_pairs.ts";

/** What stands for the server's name in events of a replay. */
const SERVER = "replay";

/** More local nodes than any server runs: a capture that names more is nonsense. */
const MAX_LOCAL_NODES = 256;

/** How a capture's nodes are replayed. */
export interface NodesReplayOptions {
  /**
   * False for a capture whose events have no times. Then every gap looks like none: no gap is too short to end a
   * transmission, and an XStat waits for no time to pass.
   */
  readonly timed: boolean;
  /** Gaps shorter than this do not split a transmission. */
  readonly unkeyGraceMs: number;
}

/**
 * Puts what a capture plays into the state machine of its nodes, on the capture's clock, as the live connection would:
 * local nodes are those that events and answers name, polls are the answers to XStat and SawStat that are in it.
 */
export class NodesReplay {
  readonly #machine: NodesMachine;
  readonly #polls = new PollPairs();
  readonly #known = new Set<string>();
  #ami: AmiState = "stopped";
  #out: DomainEvent[] = [];

  constructor(private readonly options: NodesReplayOptions) {
    this.#machine = createNodes({
      server: SERVER,
      unkeyGraceMs: options.timed ? options.unkeyGraceMs : 0,
      names: () => undefined,
      displayNames: new Map(),
      recall: () => undefined,
    });
  }

  /** Takes one played thing; gives what happened until then and by it, in order. */
  take(played: Played): readonly DomainEvent[] {
    this.#out = [];
    this.#advance(played.atMs);
    switch (played.type) {
      case "opened":
        this.#connection("connecting", played.atMs);
        break;
      case "closed":
        this.#poll(this.#polls.release());
        this.#connection("retrying", played.atMs);
        break;
      case "frame":
        this.#frame(played.frame, played.asked, played.atMs);
        break;
    }
    return this.#out;
  }

  /** The capture is over; gives what was still due. */
  end(): readonly DomainEvent[] {
    this.#out = [];
    this.#poll(this.#polls.release());
    this.#tickUntil(Infinity);
    return this.#out;
  }

  #advance(nowMs: number): void {
    if (this.options.timed) this.#poll(this.#polls.releaseDue(nowMs));
    this.#tickUntil(nowMs);
  }

  #tickUntil(limitMs: number): void {
    for (let dueMs = this.#machine.nextDeadlineMs(); dueMs !== null && dueMs <= limitMs;) {
      this.#out.push(...this.#machine.tick(dueMs));
      const nextMs = this.#machine.nextDeadlineMs();
      dueMs = nextMs === dueMs ? null : nextMs;
    }
  }

  #frame(frame: AmiFrame, asked: AskedAction | undefined, nowMs: number): void {
    switch (frame.kind) {
      case "event":
        return this.#event(frame, nowMs);
      case "text":
        return this.#discover(parseLocalNodes(frame.output()), nowMs);
      case "response":
        return this.#reply(frame, asked, nowMs);
    }
  }

  /** Events come only after a login, so the first of them tells of one that the capture does not have. */
  #event(frame: AmiFrame, nowMs: number): void {
    this.#connection("connected", nowMs);
    if (frame.name === "FullyBooted") return this.#booted(frame, nowMs);
    const signal = readRptSignal(frame);
    if (signal === undefined) return;
    this.#poll(this.#polls.release(signal.node));
    if (signal.node !== undefined) this.#discover([signal.node], nowMs);
    this.#apply({ type: "signal", signal }, nowMs);
  }

  #booted(frame: AmiFrame, nowMs: number): void {
    const uptimeSec = seconds(frame.get("Uptime"));
    if (uptimeSec === null) return;
    this.#apply({ type: "uptime", uptimeSec, lastReloadSec: seconds(frame.get("LastReload")) }, nowMs);
  }

  #reply(frame: AmiFrame, asked: AskedAction | undefined, nowMs: number): void {
    const message = frame.get("Message") ?? "";
    if (frame.name !== "Success") {
      if (message === "Authentication failed") this.#connection("refused", nowMs);
      return;
    }
    if (message === "Authentication accepted") return this.#connection("connected", nowMs);
    if (frame.get("LinkedNodes") !== undefined) {
      this.#discover([frame.get("Node") ?? ""], nowMs);
      return this.#poll(this.#polls.xstat(frame, asked?.atMs ?? nowMs, nowMs));
    }
    if (this.#isSawStat(frame, asked)) return this.#sawStat(frame, asked?.atMs ?? nowMs, nowMs);
    if (!this.options.timed) this.#poll(this.#polls.release());
    if (frame.get("Nodes") !== undefined) this.#discover(parseRptStat(frame).nodes, nowMs);
  }

  /** Half of a poll, or who is keyed alone, as Nexus asks when an event was lost. */
  #sawStat(frame: AmiFrame, askedAtMs: number, nowMs: number): void {
    const polls = this.#polls.sawStat(frame, nowMs);
    if (polls.length > 0) return this.#poll(polls);
    const sawStat = parseSawStat(frame);
    this.#apply({ type: "keying", answer: { node: sawStat.node, askedAtMs, sawStat } }, nowMs);
  }

  /** By what was asked, where that is known; else by its rows, or by having none while its XStat waits. */
  #isSawStat(frame: AmiFrame, asked: AskedAction | undefined): boolean {
    if (asked !== undefined) return asked.command === "SawStat";
    const rows = frame.all("Conn");
    if (rows.length > 0) return rows.every(isSawStatRow);
    return this.#polls.isWaiting(frame.get("Node") ?? "") && frame.headers().length <= 3;
  }

  #poll(answers: readonly PairedAnswer[]): void {
    for (const { answer, atMs } of answers) this.#apply({ type: "poll", answer }, atMs);
  }

  #discover(nodes: readonly string[], nowMs: number): void {
    const found = nodes.filter((node) => node !== "" && !this.#known.has(node));
    if (found.length === 0 || this.#known.size + found.length > MAX_LOCAL_NODES) return;
    for (const node of found) this.#known.add(node);
    this.#apply({ type: "discovered", nodes: found }, nowMs);
  }

  #connection(state: AmiState, nowMs: number): void {
    if (state === this.#ami) return;
    this.#ami = state;
    const data = { server: SERVER, state, attempt: 0, retry_in: null, error: null };
    this.#out.push({ kind: "AMI_STATUS", atMs: nowMs, data });
    this.#apply({ type: "ami", state }, nowMs);
  }

  #apply(input: NodesInput, nowMs: number): void {
    this.#out.push(...this.#machine.apply(input, nowMs));
  }
}

function seconds(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
