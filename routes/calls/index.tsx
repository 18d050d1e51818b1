import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import Calls from "../../islands/Calls.tsx";
import { CALLS_SHOWN, type CallsSearch, dayBounds, parseCallsSearch } from "../../lib/client/mod.ts";
import { define, isCallCursor, listCalls, pageStart, type State } from "../../lib/http/mod.ts";
import type { CallsAnswer } from "../../lib/wire/mod.ts";

/** Numbers of people: no cache keeps them. */
const NO_STORE = { "Cache-Control": "no-store" };

/** What the address asks for; 400 with the rest of it where a part makes no sense. */
export const handler = define.handlers({
  GET: ({ state, url }) => {
    const { search, mistakes } = parseCallsSearch(url.searchParams, isCallCursor);
    const answer = read(state, search);
    return page({ search, mistakes, answer }, {
      status: mistakes.length === 0 ? 200 : 400,
      headers: NO_STORE,
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
          mistakes={data.mistakes}
          start={pageStart(state)}
          basePath={config.basePath}
        />
      </div>
    </>
  );
});

function read(state: State, search: CallsSearch): CallsAnswer {
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
  return listCalls(services, asked, { state: "all", limit: CALLS_SHOWN, cursor }, services.clock.now());
}
