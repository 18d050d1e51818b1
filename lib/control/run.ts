import type { CommandInfo, LinkInfo } from "../wire/mod.ts";
import type { Evidence } from "./effect.ts";
import { dialledBy, isAttempt } from "./effect.ts";
import type { Command, DtmfCount, NodeSite, Outcome, Progress, Sender } from "./types.ts";

/** One command from its acceptance to its end. */
export class Run {
  progress: Progress = { phase: "queued" };
  /** When the last poll of the node was asked for that was answered since it was sent. */
  polledAtMs: number | null = null;
  attemptSeenAtMs: number | null = null;
  /** What app_rpt counted of DTMF before it was sent, and last. */
  dtmfBefore: DtmfCount | null = null;
  dtmfNow: DtmfCount | null = null;
  /** What is to be said besides, where nothing told what came of it. */
  note: string | null = null;

  constructor(
    readonly id: string,
    readonly nodeId: string,
    readonly site: NodeSite,
    readonly command: Command,
    readonly sender: Sender,
    readonly acceptedAtMs: number,
  ) {}

  /** The other end, the digits, or the name. */
  get target(): string | null {
    const { command } = this;
    if (command.action === "dtmf") return command.digits;
    if (command.action === "named") return command.named.name;
    return "target" in command ? command.target : null;
  }

  /** Whether app_rpt counts it among the commands by DTMF. */
  get dials(): boolean {
    const { command } = this;
    return command.action === "dtmf" || (command.action === "named" && dialledBy(command.named.run) !== null);
  }

  /** What is known now of what came of it; `null` before it was sent and after its end. */
  evidence(dropped: readonly string[] | null, nowMs: number): Evidence | null {
    const { progress, command } = this;
    if (progress.phase !== "watching") return null;
    const links = this.site.links();
    this.#noteAttempt(links, nowMs);
    const { dtmfBefore, dtmfNow } = this;
    return {
      command,
      sentAtMs: progress.sentAtMs,
      before: progress.before,
      links,
      polledAtMs: this.polledAtMs,
      attemptSeenAtMs: this.attemptSeenAtMs,
      dropped,
      dtmf: dtmfBefore && dtmfNow ? { before: dtmfBefore, now: dtmfNow } : null,
    };
  }

  /** As the API tells it. */
  info(): CommandInfo {
    const { progress, command } = this;
    const isConnect = command.action === "connect" || command.action === "monitor" ||
      command.action === "local_monitor";
    const outcome: Outcome | null = progress.phase === "finished" ? progress.outcome : null;
    return {
      id: this.id,
      node: this.nodeId,
      action: command.action,
      target: this.target,
      permanent: isConnect && command.permanent,
      disconnect_first: isConnect && command.disconnectFirst,
      by: this.sender.principal.username,
      state: outcome?.state ?? "accepted",
      message: outcome?.message ??
        (progress.phase === "queued" ? "waiting to be sent" : "sent, its effect is looked for"),
      accepted_at: new Date(this.acceptedAtMs).toISOString(),
      finished_at: progress.phase === "finished" ? new Date(progress.atMs).toISOString() : null,
    };
  }

  #noteAttempt(links: readonly LinkInfo[], nowMs: number): void {
    if (links.some((link) => link.node === this.target && isAttempt(link))) this.attemptSeenAtMs = nowMs;
  }
}
