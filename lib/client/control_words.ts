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
