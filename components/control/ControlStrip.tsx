import type { ReadonlySignal } from "@preact/signals";
import { agoWords, commandWords, STATE_WORDS } from "../../lib/client/mod.ts";
import type { CommandInfo } from "../../lib/wire/mod.ts";

/** Commands that are shown; the audit has them all. */
const SHOWN = 3;

/** How long they are. */
const SHOWN_MS = 900_000;

/** What was sent of late and what came of it, newest first. */
export function ControlStrip({ commands, many, now }: {
  readonly commands: readonly CommandInfo[];
  /** Whether the page has several nodes, so that each is to be named. */
  readonly many: boolean;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
}) {
  const nowMs = now.value;
  const sinceMs = nowMs - SHOWN_MS;
  const shown = commands.filter(({ accepted_at }) => Date.parse(accepted_at) > sinceMs).slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <ul class="control-strip" aria-label="Commands sent of late">
      {shown.map((command) => (
        <li key={command.id} data-state={command.state}>
          <span class="control-state">{STATE_WORDS[command.state]}</span>
          <b>
            {many && <span class="num">{command.node}:</span>} {commandWords(command)}
          </b>
          <span class="control-about">
            <bdi>{command.message}</bdi>{" "}
            <span class="dim">
              by <bdi>{command.by}</bdi>, {agoWords(nowMs - Date.parse(command.accepted_at))}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
