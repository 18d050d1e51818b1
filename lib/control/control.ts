import { type AuditLog, type AuditResult, mayCommand, type Principal } from "../auth/mod.ts";
import type { Clock, Timer } from "../clock/mod.ts";
import type { Bound, CommandInfo, CommandResult, DomainEvent, NamedCommandInfo } from "../wire/mod.ts";
import { isAtLeast } from "../wire/mod.ts";
import { sendLine } from "./dispatch.ts";
import { judgeEffect, unknownEffect } from "./effect.ts";
import { ControlError } from "./error.ts";
import { Lane, MAX_QUEUED } from "./lane.ts";
import { type CommandRequest, readCommand } from "./read_command.ts";
import { rptLines, type Step } from "./rpt_lines.ts";
import { Run } from "./run.ts";
import type { NamedCommand, NodeSite, Outcome, Sender } from "./types.ts";
import { UserPace } from "./user_pace.ts";

/** After this long without a sign of its effect, a command is told as unknown. */
export const UNKNOWN_AFTER_MS = 15_000;

/** Commands whose end is not known, of all nodes together. */
const MAX_OPEN = 64;

/** Commands that are remembered after their end; who did what ever is in the audit. */
const MAX_KEPT = 300;

/** When the node is looked at after a command was sent, unless events told its effect before. */
const LOOKS_MS: readonly number[] = [800, 2_500, 5_200, 8_000, 11_000, 13_500];

/** The same for digits, of which only an answer of their own tells; each takes from what the node may be asked. */
const DIGIT_LOOKS_MS: readonly number[] = [800, 3_500, 8_000, 13_500];

/** Digits follow each other like this; only then is anything carried out. */
const DIGIT_MS = 100;

/** What control needs of others. */
export interface ControlOptions {
  readonly clock: Clock;
  readonly audit: AuditLog;
  /** The commands of the configuration. */
  readonly named: readonly NamedCommand[];
  /** A local node; undefined for one that is not. */
  readonly site: (nodeId: string) => NodeSite | undefined;
  /** Tells that a command was taken. */
  readonly began: (command: CommandInfo, atMs: number) => void;
  /** Tells the end of a command. */
  readonly publish: (result: CommandResult, atMs: number) => void;
}

/** Sends commands to nodes and finds out what came of them. It is a sink of domain events, which it learns effects from. */
export class Control {
  readonly name = "control";
  readonly #lanes = new Map<string, Lane>();
  /** Commands whose end is not known. */
  readonly #open = new Map<string, Run>();
  /** Every command that is remembered, oldest first. */
  readonly #runs = new Map<string, Run>();
  readonly #timers = new Map<string, readonly Timer[]>();
  /** What the last disconnecting of all took away, by local node. */
  readonly #dropped = new Map<string, readonly string[]>();
  readonly #pace = new UserPace();
  #refused = 0;

  constructor(private readonly options: ControlOptions) {}

  /** What is kept, and where each ends. */
  get bounds(): readonly Bound[] {
    const fullest = Math.max(0, ...[...this.#lanes.values()].map(({ size }) => size));
    return [
      { name: "commands_waiting_for_node", used: fullest, limit: MAX_QUEUED },
      { name: "commands_open", used: this.#open.size, limit: MAX_OPEN, dropped: this.#refused },
      { name: "commands_remembered", used: this.#runs.size, limit: MAX_KEPT + MAX_OPEN },
      this.#pace.bound,
    ];
  }

  /**
   * Takes a command; its end is told later. Errors: throws `ControlError`, and then nothing of it was or will be sent. What somebody was
   * allowed to ask for and did not get is in the audit.
   */
  submit(request: CommandRequest, nodeId: string, sender: Sender): CommandInfo {
    const { principal, from } = sender;
    try {
      return this.#accept(request, nodeId, sender).info();
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      this.#refused++;
      const { action, target = null, message } = { ...request, message: error.message };
      this.options.audit.record({
        who: principal.username,
        from,
        what: `command.${action}`,
        node: nodeId,
        target,
        result: "refused",
        detail: message,
      });
      throw error;
    }
  }

  /** A command that is remembered, for somebody who may see it; undefined for anybody else. */
  find(id: string, principal: Principal): CommandInfo | undefined {
    const run = this.#runs.get(id);
    return run && mayCommand(principal, run.nodeId) ? run.info() : undefined;
  }

  /** The commands sent to a node of late, newest first. */
  recent(nodeId: string, limit: number): readonly CommandInfo[] {
    const runs = [...this.#runs.values()].filter((run) => run.nodeId === nodeId);
    return runs.slice(-limit).reverse().map((run) => run.info());
  }

  /** The commands of the configuration that somebody may send to a node. */
  namedFor(nodeId: string, principal: Principal): readonly NamedCommandInfo[] {
    return this.#namedFor(nodeId, principal).map(({ name, label, ask }) => ({ name, label, ask }));
  }

  /** Learns effects from what happens, and gives up what waits for a connection that is gone. */
  take({ event }: { readonly event: DomainEvent }): void {
    if (this.#open.size === 0) return;
    switch (event.kind) {
      case "LINK_ADDED":
      case "LINK_REMOVED":
      case "LINK_UPDATED":
        return this.#judgeAll(new Set(event.data.map(({ local_node }) => local_node)));
      case "AMI_STATUS":
        if (event.data.state !== "connected") this.#giveUpQueued(event.data.server);
    }
  }

  /** A node was polled; `askedAtMs` is when it was asked, epoch milliseconds. */
  polled(nodeId: string, askedAtMs: number): void {
    if (this.#open.size === 0) return;
    for (const run of this.#open.values()) {
      if (run.nodeId === nodeId) run.polledAtMs = askedAtMs;
    }
    this.#judgeAll(new Set([nodeId]));
  }

  /** Ends everything: what waits is not sent any more, what was sent is told as unknown. */
  stop(): void {
    for (const lane of this.#lanes.values()) lane.stop();
    for (const run of [...this.#open.values()]) {
      this.#finish(
        run,
        isUnsent(run) ? failed("it was not sent: Nexus stops") : {
          state: "unknown",
          message: "Nexus stopped before its effect was seen",
        },
      );
    }
  }

  #accept(request: CommandRequest, nodeId: string, sender: Sender): Run {
    const { clock, site: siteOf, audit } = this.options;
    const { principal, from } = sender;
    if (!mayCommand(principal, nodeId)) {
      throw new ControlError("forbidden", `send a command, this account may not work node: ${nodeId}`);
    }
    const site = siteOf(nodeId);
    if (!site) throw new ControlError("unknown", `send a command, there is no local node: ${nodeId}`);
    const named = (name: string) => this.#namedFor(nodeId, principal).find((each) => each.name === name);
    const command = readCommand(request, nodeId, named);
    const steps = rptLines(nodeId, command);
    this.#admit(principal.userId, nodeId, site);
    const run = new Run(newId(), nodeId, site, command, sender, clock.now());
    this.#open.set(run.id, run);
    this.#remember(run);
    audit.record({ who: principal.username, from, ...this.#entry(run), result: "accepted" });
    this.options.began(run.info(), clock.now());
    this.#laneOf(nodeId).add((rest) => this.#carryOut(run, steps, rest));
    return run;
  }

  #admit(userId: number, nodeId: string, site: NodeSite): void {
    const retryAfterSec = this.#pace.take(userId, this.options.clock.monotonicMs());
    if (retryAfterSec !== null) {
      const message = `send a command, this account sent too many, try again in seconds: ${retryAfterSec}`;
      throw new ControlError("limited", message, { retryAfterSec });
    }
    if (site.state() !== "connected") {
      const message = `send a command to ${nodeId}, there is no connection to its server: ${site.server}`;
      throw new ControlError("unreachable", message);
    }
    if (this.#open.size >= MAX_OPEN) {
      const message = `send a command, too many are under way: ${MAX_OPEN}`;
      throw new ControlError("busy", message, { retryAfterSec: 5 });
    }
    if (this.#laneOf(nodeId).isFull) {
      const message = `send a command, ${MAX_QUEUED} wait for the node already: ${nodeId}`;
      throw new ControlError("busy", message, { retryAfterSec: 1 });
    }
  }

  /** Sends the lines, one after another; called when it is the command's turn. A line that was sent is never sent again. */
  async #carryOut(run: Run, steps: readonly Step[], rest: (ms: number) => Promise<void>): Promise<void> {
    if (run.progress.phase !== "queued") return; // it was given up while it waited
    const { clock } = this.options;
    if (clock.now() - run.acceptedAtMs > UNKNOWN_AFTER_MS) {
      return this.#finish(run, failed("it was not sent: it waited too long for others"));
    }
    run.progress = { phase: "sending", before: run.site.links() };
    if (run.dials) run.dtmfBefore = await this.#dtmfOf(run);
    if (drops(run)) this.#dropped.set(run.nodeId, namesDropped(run));
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1;
      if (isOver(run)) return;
      if (isLast) this.#watch(run);
      const sent = await sendLine(run.site, step);
      if (sent.is !== "taken") this.#stumble(run, sent, isLast);
      else if (isLast) this.#judge(run);
      await rest(step.restMs);
    }
  }

  /** A line was not taken, or nobody knows whether it was. */
  #stumble(
    run: Run,
    sent: { readonly is: "refused" | "unsent" | "unanswered"; readonly why: string },
    isLast: boolean,
  ): void {
    if (sent.is === "unanswered" && isLast) {
      run.note = sent.why;
      return this.#judge(run);
    }
    if (sent.is === "unanswered") {
      return this.#finish(run, {
        state: "unknown",
        message: `${sent.why}: others may be disconnected, the link was not ordered`,
      });
    }
    this.#finish(run, failed(sent.is === "unsent" ? `it was not sent: ${sent.why}` : sent.why));
  }

  /** From now on its effect is looked for, in what events tell and by polls. */
  #watch(run: Run): void {
    if (run.progress.phase !== "sending") return;
    const { clock } = this.options;
    run.progress = { phase: "watching", before: run.progress.before, sentAtMs: clock.now() };
    const dialMs = run.dials ? DIGIT_MS * (run.target?.length ?? 0) : 0;
    this.#timers.set(run.id, [
      ...(run.dials ? DIGIT_LOOKS_MS : LOOKS_MS).map((ms) =>
        clock.after(ms + dialMs, () => void this.#look(run))
      ),
      clock.after(UNKNOWN_AFTER_MS, () => this.#expire(run)),
    ]);
  }

  async #look(run: Run): Promise<void> {
    if (!run.dials) return run.site.lookSoon();
    run.dtmfNow = await this.#dtmfOf(run) ?? run.dtmfNow;
    this.#judge(run);
  }

  /** Not to know it is no fault of the command: its effect is then told as unknown. */
  async #dtmfOf(run: Run) {
    return await run.site.dtmf().catch(() => null);
  }

  #judgeAll(nodes: ReadonlySet<string>): void {
    for (const run of [...this.#open.values()]) {
      if (nodes.has(run.nodeId)) this.#judge(run);
    }
  }

  #judge(run: Run): void {
    const evidence = run.evidence(this.#dropped.get(run.nodeId) ?? null, this.options.clock.now());
    const outcome = evidence && judgeEffect(evidence);
    if (!outcome) return;
    const isLost = outcome.state === "failed" && run.note !== null;
    this.#finish(
      run,
      isLost ? failed(`${run.note}, and its effect did not come: it is not sent again`) : outcome,
    );
  }

  #expire(run: Run): void {
    const evidence = run.evidence(this.#dropped.get(run.nodeId) ?? null, this.options.clock.now());
    if (!evidence) return;
    const outcome = unknownEffect(evidence, UNKNOWN_AFTER_MS / 1_000);
    const note = run.note === null ? "" : `${run.note}; it is not sent again: `;
    this.#finish(run, { ...outcome, message: note + outcome.message });
  }

  #giveUpQueued(server: string): void {
    for (const run of [...this.#open.values()]) {
      if (run.progress.phase !== "queued" || run.site.server !== server) continue;
      this.#finish(run, failed(`it was not sent: the connection to ${server} was lost`));
    }
  }

  #finish(run: Run, outcome: Outcome): void {
    if (isOver(run)) return;
    const { clock, audit, publish } = this.options;
    const atMs = clock.now();
    for (const timer of this.#timers.get(run.id) ?? []) timer.cancel();
    this.#timers.delete(run.id);
    this.#open.delete(run.id);
    run.progress = { phase: "finished", outcome, atMs };
    const { state, message } = outcome;
    const { principal, from } = run.sender;
    const result: AuditResult = state;
    audit.record({ who: principal.username, from, ...this.#entry(run), result, detail: message });
    publish({ id: run.id, node: run.nodeId, action: run.command.action, state, message }, atMs);
  }

  #entry({ id, nodeId, command, target }: Run) {
    const { action } = command;
    return { what: `command.${action}`, node: nodeId, target, ref: id } as const;
  }

  #namedFor(nodeId: string, principal: Principal): readonly NamedCommand[] {
    if (principal.kind === "anonymous" || !mayCommand(principal, nodeId)) return [];
    return this.options.named.filter(({ nodes, role }) =>
      (nodes === null || nodes.includes(nodeId)) && isAtLeast(principal.role, role)
    );
  }

  #laneOf(nodeId: string): Lane {
    let lane = this.#lanes.get(nodeId);
    if (!lane) this.#lanes.set(nodeId, lane = new Lane(this.options.clock));
    return lane;
  }

  /** The oldest whose end is known makes room. */
  #remember(run: Run): void {
    this.#runs.set(run.id, run);
    if (this.#runs.size <= MAX_KEPT) return;
    for (const old of this.#runs.values()) {
      if (!isOver(old)) continue;
      this.#runs.delete(old.id);
      return;
    }
  }
}

function isOver({ progress }: Run): boolean {
  return progress.phase === "finished";
}

function isUnsent({ progress }: Run): boolean {
  return progress.phase === "queued";
}

/** Whether it takes every link away. */
function drops({ command }: Run): boolean {
  return command.action === "disconnect_all" || ("disconnectFirst" in command && command.disconnectFirst);
}

/** What app_rpt remembers to bring back: what is linked and has a number. */
function namesDropped({ progress }: Run): readonly string[] {
  const links = progress.phase === "sending" ? progress.before : [];
  return links.map(({ node }) => node).filter((node) => /^[1-9]/.test(node));
}

function failed(message: string): Outcome {
  return { state: "failed", message };
}

function newId(): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, 16);
}
