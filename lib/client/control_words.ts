import type { CommandAction, CommandInfo, CommandState } from "../wire/mod.ts";

/** What somebody orders of a node; the fields of the API. */
export interface Order {
  readonly action: CommandAction;
  readonly target?: string;
  readonly permanent?: boolean;
  readonly disconnect_first?: boolean;
  readonly digits?: string;
  readonly name?: string;
}

/** What a state is called. */
export const STATE_WORDS: Readonly<Record<CommandState, string>> = {
  accepted: "Pending",
  confirmed: "Done",
  failed: "Failed",
  unknown: "Unknown",
};

/** What is ordered, in a few words: `Connect 2001, permanent`. */
export function orderWords(order: Order): string {
  const { action, target = "", permanent, disconnect_first } = order;
  const also = [permanent && "permanent", disconnect_first && "others disconnected first"].filter(Boolean);
  return [mainWords(order, action, target), ...also].join(", ");
}

/** The same of a command that was sent. */
export function commandWords({ action, target, permanent, disconnect_first }: CommandInfo): string {
  const order = { action, permanent, disconnect_first };
  if (target === null) return orderWords(order);
  return orderWords({ ...order, target, digits: target, name: target });
}

function mainWords({ digits, name }: Order, action: CommandAction, target: string): string {
  switch (action) {
    case "connect":
      return `Connect ${target}`;
    case "monitor":
      return `Monitor ${target}`;
    case "local_monitor":
      return `Local monitor ${target}`;
    case "disconnect":
      return `Disconnect ${target}`;
    case "disconnect_all":
      return "Disconnect all";
    case "reconnect":
      return "Reconnect";
    case "dtmf":
      return `Dial ${digits}`;
    case "named":
      return `Command ${name}`;
  }
}

/** What comes of something dangerous. */
export function consequence(order: Order): string {
  const words = [
    order.action === "disconnect_all" && "Every link goes, permanent ones too, and talks end.",
    order.disconnect_first && "Every other link goes first, permanent ones too, and talks end.",
    order.permanent && "The node calls again whenever the link is lost, until somebody disconnects it.",
    order.action === "named" && "The owner wants to be sure that it is meant.",
  ];
  return words.filter((each) => typeof each === "string").join(" ");
}

/** How long ago something was, roughly, for what is told every few seconds. */
export function agoWords(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 10) return "just now";
  return seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
}
