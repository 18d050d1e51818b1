import type { JsonSchema } from "./params.ts";
import { instant, list, number, numberOrNull, object, oneOf, text } from "./schema_parts.ts";

const state = oneOf("good", "warn", "bad");
const orUnknown = (schema: JsonSchema): JsonSchema => ({ ...schema, type: ["object", "null"] });
const room = orUnknown(object({ total_bytes: number, free_bytes: number, state }));

const hostFacts = object({
  at: instant,
  cpu: orUnknown(object({ celsius: number, state })),
  load: orUnknown(object({ averages: list(number), cpus: number, state })),
  memory: room,
  disk: room,
  uptime_seconds: numberOrNull,
});

/** How a machine is, where anybody looks. */
export const hostFactsOrNull: JsonSchema = orUnknown(hostFacts);

/** Shapes of the station's own face, and of the machine it runs on. */
export const SITE_SCHEMAS = {
  HostFacts: hostFacts,
  Manifest: object({
    id: text,
    name: text,
    short_name: text,
    description: text,
    start_url: text,
    scope: text,
    display: text,
    background_color: text,
    theme_color: text,
    icons: list(object({ src: text, sizes: text, type: text, purpose: text })),
  }),
};
