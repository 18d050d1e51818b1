import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ControlDesk, LinkView, Order } from "../../lib/client/mod.ts";
import { commandWords, STATE_WORDS } from "../../lib/client/mod.ts";
import type { CommandInfo } from "../../lib/wire/mod.ts";
import type { RowControl } from "../row_control.ts";

/** How long a row says that something did not come true. */
const TOLD_MS = 60_000;

/** Modes that a link can be given, by their letters. */
const MODES = [["T", "connect", "Transceive"], ["R", "monitor", "Monitor"], [
  "L",
  "local_monitor",
  "Local monitor",
]] as const;

/** Names that can stand in a command; app_rpt lists others too. */
const NAME_REGEXP = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;
const NUMBER_REGEXP = /^[1-9]\d{2,9}$/;

/** What a desk adds to the rows of links. */
export function rowControlsOf(desk: ControlDesk, now: ReadonlySignal<number>): RowControl {
  return {
    Mark: ({ link }) => <Mark desk={desk} link={link} now={now} />,
    Actions: ({ link }) => <Actions desk={desk} link={link} />,
    began: (command) => desk.began(command),
    told: (result) => void desk.told(result),
  };
}

interface RowProps {
  readonly desk: ControlDesk;
  readonly link: LinkView;
}

function Mark({ desk, link, now }: RowProps & { readonly now: ReadonlySignal<number> }) {
  const { localNode, node } = link;
  const told = useMemo(
    () => computed(() => toldCommand(desk.commands.value, { localNode, node }, now.value)),
    [desk, localNode, node, now],
  );
  const command = told.value;
  if (!command) return null;
  return (
    <span class="link-mark" data-mark={command.state} title={command.message}>
      {command.state === "accepted" ? `${commandWords(command)} …` : STATE_WORDS[command.state]}
    </span>
  );
}

/** What the row says of the last command for its link: while it is pending, and a while when it did not come true. */
function toldCommand(
  commands: readonly CommandInfo[],
  { localNode, node }: Pick<LinkView, "localNode" | "node">,
  nowMs: number,
): CommandInfo | undefined {
  const last = commands.find((command) => command.node === localNode && command.target === node);
  if (!last || last.state === "confirmed") return undefined;
  const isOld = last.finished_at !== null && nowMs - Date.parse(last.finished_at) > TOLD_MS;
  return isOld ? undefined : last;
}

function Actions({ desk, link }: RowProps) {
  const { localNode, node, mode } = link;
  if (!desk.works(localNode)) return null;
  if (!NAME_REGEXP.test(node)) {
    return <p class="control-hint row-actions">A link of this name cannot be named in a command.</p>;
  }
  const order = (asked: Order) => desk.order(localNode, asked);
  const isPending = desk.commands.value.some((command) =>
    command.state === "accepted" && command.node === localNode && command.target === node
  );
  return (
    <p class="control-buttons row-actions" role="group" aria-label={`What to do with ${node}`}>
      <button
        class="button danger"
        type="button"
        disabled={isPending}
        aria-label={`Disconnect ${node}`}
        onClick={() => order({ action: "disconnect", target: node })}
      >
        Disconnect
      </button>
      {NUMBER_REGEXP.test(node) &&
        MODES.filter(([letter]) => letter !== mode).map(([letter, action, word]) => (
          <button
            key={letter}
            class="button"
            type="button"
            disabled={isPending}
            aria-label={`${word} ${node}`}
            onClick={() => order({ action, target: node })}
          >
            {word}
          </button>
        ))}
      {NUMBER_REGEXP.test(node) && !desk.favorites.value.some((favorite) => favorite.node === node) && (
        <button
          class="button"
          type="button"
          aria-label={`Add to favourites: ${node}`}
          onClick={() => void desk.addFavorite(node, link.callsign?.trim().slice(0, 60) || null)}
        >
          Add to favourites
        </button>
      )}
    </p>
  );
}
