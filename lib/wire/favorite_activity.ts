import { isFlag, isNumber, isOneOf, isText, listOf, orNull, shapeOf } from "./shape.ts";

/**
 * What a node was doing when the public statistics were last asked. `unlisted`: they do not know the number; `unknown`: they were not
 * asked yet.
 */
export type FavoriteState = "keyed" | "active" | "offline" | "unlisted" | "unknown";

/** What is known of one favourite; `null` for what its node or the statistics do not tell. */
export interface FavoriteActivity {
  readonly node: string;
  readonly state: FavoriteState;
  /** Links to other nodes. */
  readonly links: number | null;
  /** Part of `tx_of_seconds` in which the node transmitted, 0 to 100. */
  readonly tx_percent: number | null;
  /** The time that `tx_percent` is of: the last minutes where they are known, else since its app_rpt began. */
  readonly tx_of_seconds: number | null;
  /** When the node itself last told the statistics something. */
  readonly reported_at: string | null;
  /** When the statistics were asked. */
  readonly read_at: string | null;
}

/** `GET /api/favorites/activity`: whoever asks has their favourites in view, so they are kept up to date for a while. */
export interface FavoriteActivityAnswer {
  /** Whether the operator of this Nexus lets it ask the public statistics. */
  readonly enabled: boolean;
  /** Why nothing newer is known; `null` while all is well. */
  readonly fault: string | null;
  readonly activity: readonly FavoriteActivity[];
}

const ACTIVITY = {
  node: isText,
  state: isOneOf("keyed", "active", "offline", "unlisted", "unknown"),
  links: orNull(isNumber),
  tx_percent: orNull(isNumber),
  tx_of_seconds: orNull(isNumber),
  reported_at: orNull(isText),
  read_at: orNull(isText),
};

/** True for the activity of favourites as the API tells it. */
export function isFavoriteActivity(value: unknown): value is FavoriteActivityAnswer {
  return shapeOf({ enabled: isFlag, fault: orNull(isText), activity: listOf(shapeOf(ACTIVITY)) })(value);
}
