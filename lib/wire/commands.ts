/** What a local node can be told to do. `named`: one of the commands of the configuration. */
export type CommandAction =
  | "connect"
  | "monitor"
  | "local_monitor"
  | "disconnect"
  | "disconnect_all"
  | "reconnect"
  | "dtmf"
  | "named";

/** Every action, in the order in which they are documented. */
export const COMMAND_ACTIONS: readonly CommandAction[] = [
  "connect",
  "monitor",
  "local_monitor",
  "disconnect",
  "disconnect_all",
  "reconnect",
  "dtmf",
  "named",
];

/**
 * What became of a command. `accepted`: it is taken, nothing more is known. `confirmed`: its effect was seen. `failed`: it was not sent,
 * was refused, or its effect did not come. `unknown`: nothing told in time what came of it.
 */
export type CommandState = "accepted" | "confirmed" | "failed" | "unknown";

/** The end of a command, as the streams tell it. */
export interface CommandResult {
  readonly id: string;
  readonly node: string;
  readonly action: CommandAction;
  readonly state: Exclude<CommandState, "accepted">;
  /** One line for people. */
  readonly message: string;
}

/** `GET /api/commands/{id}`, and the answer to whoever sent it. */
export interface CommandInfo {
  readonly id: string;
  readonly node: string;
  readonly action: CommandAction;
  /** The other end, the digits, or the name of the command; `null` where the action has none. */
  readonly target: string | null;
  readonly permanent: boolean;
  readonly disconnect_first: boolean;
  /** Who sent it. */
  readonly by: string;
  readonly state: CommandState;
  /** One line for people. */
  readonly message: string;
  readonly accepted_at: string;
  /** When its end was known; `null` until then. */
  readonly finished_at: string | null;
}

/** A command of the configuration, as those who may send it see it. */
export interface NamedCommandInfo {
  readonly name: string;
  readonly label: string;
  /** Whether it is to be asked once before it is sent. */
  readonly ask: boolean;
}

/** A node to link to with one tap. */
export interface FavoriteInfo {
  readonly id: number;
  readonly node: string;
  readonly label: string | null;
  /** Everybody has it. */
  readonly shared: boolean;
}

/** `GET /api/favorites`: everybody's first, then the own ones. */
export interface FavoritesAnswer {
  readonly favorites: readonly FavoriteInfo[];
}

/** `GET /api/nodes/{id}/commands`: what whoever asks may send to the node besides the actions, and what was sent of late. */
export interface CommandsAnswer {
  readonly named: readonly NamedCommandInfo[];
  /** Newest first. */
  readonly recent: readonly CommandInfo[];
}

/** The texts that every command has. */
const COMMAND_TEXTS = ["id", "node", "action", "by", "state", "message", "accepted_at"];

/** True for a command as the API tells it. */
export function isCommandInfo(value: unknown): value is CommandInfo {
  return COMMAND_TEXTS.every((name) => typeof Reflect.get(Object(value), name) === "string");
}

/** True for a list of favourites as the API tells it. */
export function isFavorites(value: unknown): value is FavoritesAnswer {
  const favorites: unknown = Reflect.get(Object(value), "favorites");
  return Array.isArray(favorites) &&
    favorites.every((each) => typeof Reflect.get(Object(each), "node") === "string");
}

/** Whether people are asked once before a command is sent: it ends talks of others, or outlasts what they see. */
export function isDangerous(
  { action, permanent = false, disconnect_first = false }: {
    readonly action: CommandAction;
    readonly permanent?: boolean | undefined;
    readonly disconnect_first?: boolean | undefined;
  },
): boolean {
  return action === "disconnect_all" || permanent || disconnect_first;
}
