import { HttpError, page } from "fresh";
import { asset, Head } from "fresh/runtime";
import CallPage from "../../islands/CallPage.tsx";
import { partyName } from "../../lib/client/mod.ts";
import { callDetail, define, pageStart } from "../../lib/http/mod.ts";

/** Longest name of a server that is looked for. */
const MAX_SERVER_LENGTH = 100;

/** The call of the address; 404 for one that nobody knows. */
export const handler = define.handlers({
  GET: ({ state, url, params }) => {
    const server = url.searchParams.get("server")?.slice(0, MAX_SERVER_LENGTH) ?? null;
    const { services } = state;
    const call = callDetail(services, params.id ?? "", server === "" ? null : server, services.clock.now());
    if (!call) throw new HttpError(404);
    return page({ call }, { headers: { "Cache-Control": "no-store" } });
  },
});

/** One call: how it went and who took part. */
export default define.page<typeof handler>(function OneCall({ data, config, state }) {
  const { call } = data;
  const { basePath } = config;
  return (
    <>
      <Head>
        <title>
          {`${partyName(call.from)} to ${partyName(call.to)} - ${state.services.settings.title}`}
        </title>
        <link key="calls" rel="stylesheet" href={basePath + asset("/calls.css")} />
      </Head>
      <nav class="crumbs" aria-label="Where this page is">
        <a href={`${basePath}/`}>Dashboard</a> <span aria-hidden="true">›</span>{" "}
        <a href={`${basePath}/calls`}>Calls</a> <span aria-hidden="true">›</span>{" "}
        <span aria-current="page">Call</span>
      </nav>
      <noscript>
        <p class="noscript-note">This page is as of loading.</p>
      </noscript>
      <div class="calls">
        <CallPage call={call} start={pageStart(state)} basePath={basePath} />
      </div>
    </>
  );
});
