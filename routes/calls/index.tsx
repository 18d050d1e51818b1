import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import Calls from "../../islands/Calls.tsx";
import { CALLS_SHOWN, dayBounds, parseCallsSearch } from "../../lib/client/mod.ts";
import { define, isCallCursor, listCalls, pageStart, type State } from "../../lib/http/mod.ts";
import type { CallsAnswer } from "../../lib/wire/mod.ts";

/** Numbers of people: no cache keeps them. */
const NO_STORE = { "Cache-Control": "no-store" };

/** What the address asks for. A cursor that is none begins anew. */
export const handler = define.handlers({
  GET: ({ state, url, config }) => {
    const search = parseCallsSearch(url.searchParams);
    const answer = read(state, search);
    if (answer !== null) return page({ search, answer }, { headers: NO_STORE });
    return new Response(null, {
      status: 303,
      headers: { ...NO_STORE, Location: `${config.basePath}/calls` },
    });
  },
});

/** Who talks with whom, and who did. */
export default define.page<typeof handler>(function CallsPage({ data, config, state }) {
  return (
    <>
      <Head>
        <title>Calls - {state.services.settings.title}</title>
        <link key="calls" rel="stylesheet" href={config.basePath + asset("/calls.css")} />
      </Head>
      <noscript>
        <p class="noscript-note">
          This page is as of loading. <a href={`${config.basePath}/calls`}>Load it again</a>
        </p>
      </noscript>
      <div class="calls">
        <Calls
          answer={data.answer}
          search={data.search}
          start={pageStart(state)}
          basePath={config.basePath}
        />
      </div>
    </>
  );
});

function read(state: State, search: ReturnType<typeof parseCallsSearch>): CallsAnswer | null {
  const { services } = state;
  const bounds = search.day === "" ? undefined : dayBounds(search.day, null);
  const asked = {
    q: search.q === "" ? null : search.q,
    cause: search.cause === "" ? null : search.cause,
    day: undefined,
    since: bounds?.sinceMs,
    until: bounds?.untilMs,
  };
  const cursor = search.cursor === "" ? null : search.cursor;
  if (cursor !== null && !isCallCursor(cursor)) return null;
  return listCalls(services, asked, { state: "all", limit: CALLS_SHOWN, cursor }, services.clock.now());
}
