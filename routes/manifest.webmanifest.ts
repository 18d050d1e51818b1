import { define, ENDPOINTS, machineRoute } from "../lib/http/mod.ts";

/** As long as a launcher shows of a name. */
const SHORT_NAME_LENGTH = 12;

/** `GET /manifest.webmanifest`: what the page is called, and looks like, where it is installed. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.manifest, ({ state }) => {
    const { title, subtitle } = state.services.settings;
    return new Response(JSON.stringify(manifestOf(title, subtitle)), {
      headers: { "Content-Type": "application/manifest+json", "Cache-Control": "no-cache" },
    });
  }),
});

function manifestOf(title: string, subtitle: string) {
  const icon = (src: string, sizes: string, type: string, purpose: "any" | "maskable") => ({
    src,
    sizes,
    type,
    purpose,
  });
  return {
    id: "./",
    name: title,
    short_name: [...title].length <= SHORT_NAME_LENGTH ? title : title.split(" ", 1)[0],
    description: subtitle || "Live state of AllStarLink nodes: who is linked, who is talking, for how long",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#0d1218",
    theme_color: "#0d1218",
    icons: [
      icon("icon.svg", "any", "image/svg+xml", "any"),
      icon("icon-192.png", "192x192", "image/png", "any"),
      icon("icon-512.png", "512x512", "image/png", "any"),
      icon("icon-maskable-512.png", "512x512", "image/png", "maskable"),
    ],
  };
}
