import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import Voters from "../../islands/Voters.tsx";
import { voterName, voterScale } from "../../lib/client/mod.ts";
import { define, pageStart, visibleVoters } from "../../lib/http/mod.ts";

/** The voter of one node as of this request; 404 where every server was asked and none has it. */
export const handler = define.handlers({
  GET: async ({ state, req, url, params }) => {
    const node = params.id ?? "";
    await state.services.voters.look();
    const answer = visibleVoters(state, [node]);
    const isMissing = answer.voters.length === 0 &&
      answer.servers.every(({ voters }) => voters !== "unknown");
    const scale = voterScale(url.searchParams, req.headers.get("cookie"));
    return page({ node, answer, scale }, {
      status: isMissing ? 404 : 200,
      headers: { "Cache-Control": "no-store" },
    });
  },
});

/** One voter: which receiver is voted, and how strong each is. */
export default define.page<typeof handler>(function VoterPage({ data, config, state }) {
  const { node, answer } = data;
  const [voter] = answer.voters;
  const name = voter ? voterName(voter) : "";
  return (
    <>
      <Head>
        <title>{`Voter ${node}${name ? ` ${name}` : ""} - ${state.services.settings.title}`}</title>
        <link key="voters" rel="stylesheet" href={config.basePath + asset("/voters.css")} />
      </Head>
      <nav class="crumbs" aria-label="Where you are">
        <a href={`${config.basePath}/`}>Dashboard</a> <span aria-hidden="true">›</span>{" "}
        <a href={`${config.basePath}/voters`}>Voters</a> <span aria-hidden="true">›</span>{" "}
        <span aria-current="page">{node}</span>
      </nav>
      <noscript>
        <p class="noscript-note">This page is as of loading and loads itself again every 15 s.</p>
      </noscript>
      <div class="voters">
        <Voters {...data} start={pageStart(state)} basePath={config.basePath} />
      </div>
    </>
  );
});
