import { isSignedIn, mayAdminister, mayCommand, UnavailableError } from "../auth/mod.ts";
import type {
  CommandInfo,
  FavoriteActivityAnswer,
  FavoriteInfo,
  NamedCommandInfo,
  NodeStatus,
} from "../wire/mod.ts";
import type { State } from "./services.ts";

/** Commands that a page begins with, of all its nodes together. */
const RECENT = 8;

/** What a page needs to work nodes. */
export interface ControlView {
  readonly nodes: readonly {
    readonly nodeId: string;
    readonly name: string | null;
    readonly named: readonly NamedCommandInfo[];
  }[];
  readonly recent: readonly CommandInfo[];
  readonly favorites: readonly FavoriteInfo[];
  /** What is known of what they are doing; `null` where that is not asked. */
  readonly activity: FavoriteActivityAnswer | null;
  /** Whether whoever asks may change everybody's favourites too. */
  readonly sharesFavorites: boolean;
  /** The server's time, epoch milliseconds. */
  readonly nowMs: number;
}

/** What whoever asks may do with the nodes of a page; `null` where that is nothing. */
export function controlView(
  { services, principal }: State,
  shown: readonly NodeStatus[],
): ControlView | null {
  if (!isSignedIn(principal)) return null;
  const nodes = shown.filter(({ node_id }) => mayCommand(principal, node_id));
  if (nodes.length === 0) return null;
  const recent = nodes.flatMap(({ node_id }) => services.control.recent(node_id, RECENT));
  const favorites = favoritesOf(() => services.favorites.of(principal));
  return {
    nodes: nodes.map(({ node_id: nodeId, name, callsign }) => ({
      nodeId,
      name: name ?? callsign,
      named: services.control.namedFor(nodeId, principal),
    })),
    recent: recent.toSorted((left, right) => right.accepted_at.localeCompare(left.accepted_at)).slice(
      0,
      RECENT,
    ),
    favorites,
    activity: services.favoriteWatch?.known(favorites.map(({ node }) => node)) ?? null,
    sharesFavorites: mayAdminister(principal),
    nowMs: services.clock.now(),
  };
}

/** A page is shown without favourites while the database is away. */
function favoritesOf(read: () => readonly FavoriteInfo[]): readonly FavoriteInfo[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnavailableError) return [];
    throw error;
  }
}
