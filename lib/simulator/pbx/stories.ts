import { ENDS } from "./stories_ends.ts";
import { GROUPS } from "./stories_groups.ts";
import { TRANSFERS } from "./stories_transfers.ts";
import { WAYS } from "./stories_ways.ts";
import type { Story } from "./story.ts";

/** Every kind of call that the exchange shows. */
export const STORIES: readonly Story[] = [...ENDS, ...GROUPS, ...TRANSFERS, ...WAYS];
