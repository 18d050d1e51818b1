import { CONSULTED } from "./consulted.ts";
import { FEATURES } from "./features.ts";
import { GROUPS } from "./groups.ts";
import { QUEUES } from "./queues.ts";
import { SIMPLE } from "./simple.ts";
import type { Story } from "./story.ts";
import { TRANSFERS } from "./transfers.ts";
import { WAYS } from "./ways.ts";

/** Every story. */
export const CORPUS: readonly Story[] = [
  ...SIMPLE,
  ...GROUPS,
  ...QUEUES,
  ...TRANSFERS,
  ...CONSULTED,
  ...FEATURES,
  ...WAYS,
];
