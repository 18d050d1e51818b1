import { HttpError, page } from "fresh";
import { asset, Head } from "fresh/runtime";
import type { Plate } from "../components/styleguide/plate.tsx";
import { PLATES } from "../components/styleguide/plates.tsx";
import { define } from "../lib/http/mod.ts";

/** Plates of components in their states, where Nexus is being worked on; elsewhere there is no such page. */
export const handler = define.handlers({
  GET({ state, url }) {
    if (!state.services.settings.development) throw new HttpError(404);
    const name = url.searchParams.get("plate") ?? PLATES[0]?.name;
    const plate = PLATES.find((each) => each.name === name);
    if (plate === undefined) throw new HttpError(404);
    return page(plate, { headers: { "Cache-Control": "no-store" } });
  },
});

/** Style sheets of parts that only some pages have. */
const STYLES = [
  "/plates.css",
  "/calls.css",
  "/control.css",
  "/admin.css",
  "/dialogs.css",
  "/site.css",
  "/voters.css",
  "/host.css",
];

/** One plate, and the way to the others. */
export default define.page<typeof handler>(function Styleguide({ data, config }) {
  if (data.wall) return data.show();
  return (
    <>
      <Head>
        {STYLES.map((path) => <link key={path} rel="stylesheet" href={config.basePath + asset(path)} />)}
      </Head>
      <nav class="plates" aria-label="Plates">
        <ul>
          {PLATES.map((plate) => (
            <PlateLink key={plate.name} plate={plate} shown={data} base={config.basePath} />
          ))}
        </ul>
        <p class="dim">{data.about}</p>
      </nav>
      {data.show()}
    </>
  );
});

function PlateLink(
  { plate, shown, base }: { readonly plate: Plate; readonly shown: Plate; readonly base: string },
) {
  return (
    <li>
      <a
        href={`${base}/styleguide?${plate.wall ? "wall&" : ""}plate=${plate.name}`}
        data-shown={plate === shown ? "yes" : "no"}
      >
        {plate.name}
      </a>
    </li>
  );
}
