import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { LinkView } from "../lib/client/mod.ts";
import type { CommandInfo, CommandResult, Envelope } from "../lib/wire/mod.ts";

/** What those who may work the nodes see of a link besides what everybody sees. */
export interface RowControl {
  /** What a command is doing to it, in its row. */
  readonly Mark: ComponentType<{ readonly link: LinkView }>;
  /** What can be done with it, in its details. */
  readonly Actions: ComponentType<{ readonly link: LinkView }>;
  /** Learns that a command was taken, whoever sent it. */
  readonly began: (command: CommandInfo) => void;
  /** Learns that a command ended, whoever sent it. */
  readonly told: (result: CommandResult) => void;
}

/** Set by the island that works nodes, which is on the page of those who may; `null` for everybody else. */
export const rowControl = signal<RowControl | null>(null);

/** Hands what the page's stream tells of commands to whoever works its nodes. */
export function tellControl(envelope: Envelope): void {
  if (envelope.messageType === "COMMAND_ACCEPTED") rowControl.peek()?.began(envelope.data);
  if (envelope.messageType === "COMMAND_RESULT") rowControl.peek()?.told(envelope.data);
}
