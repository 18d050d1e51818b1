import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import Voters from "../../islands/Voters.tsx";
import { voterScale } from "../../lib/client/mod.ts";
import { define, pageStart, visibleVoters } from "../../lib/http/mod.ts";

/** Every voter as of this request, for which the servers are asked. */
export const handler = define.handlers({
  GET: async ({ state, req, url }) => {
    await state.services.voters.look();
    const scale = voterScale(url.searchParams, req.headers.get("cookie"));
    return page({ answer: visibleVoters(state), scale }, { headers: { "Cache-Control": "no-store" } });
  },
});

/** Every voter of every server: which receiver is voted, and how strong each is. */
export default define.page<typeof handler>(function VotersPage({ data, config, state }) {
  return (
    <>
      <Head>
        <title>Voters - {state.services.settings.title}</title>
        <link key="voters" rel="stylesheet" href={config.basePath + asset("/voters.css")} />
      </Head>
      <nav class="crumbs" aria-label="Where you are">
        <a href={`${config.basePath}/`}>Dashboard</a> <span aria-hidden="true">›</span>{" "}
        <span aria-current="page">Voters</span>
      </nav>
      <noscript>
        <p class="noscript-note">This page is as of loading and loads itself again every 15 s.</p>
      </noscript>
      <div class="voters">
        <Voters {...data} start={pageStart(state)} basePath={config.basePath} node={null} />
      </div>
    </>
  );
});
