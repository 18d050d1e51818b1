import { list, object, text } from "./schema_parts.ts";

/** Shapes of the station's own face. */
export const SITE_SCHEMAS = {
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
