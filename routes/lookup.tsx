import { page } from "fresh";
import { Head } from "fresh/runtime";
import Lookup from "../islands/Lookup.tsx";
import type { LookupReading } from "../lib/client/mod.ts";
import { define, nodeLookup, type State } from "../lib/http/mod.ts";

/** Longest text that is searched for; the API's own limit. */
const MAX_QUERY_LENGTH = 100;

/** Nodes shown at once. */
const SHOWN = 25;

/** What the address asks for; 429 when this client asked too often. */
export const handler = define.handlers({
  GET: ({ state, url }) => {
    const query = (url.searchParams.get("q") ?? "").slice(0, MAX_QUERY_LENGTH);
    const reading = read(state, query);
    const headers = { "Cache-Control": "no-cache" };
    if (reading.kind !== "limited") return page({ query, reading }, { headers });
    return page({ query, reading }, {
      status: 429,
      headers: { ...headers, "Retry-After": `${reading.retryAfterSec}` },
    });
  },
});

/** The search for nodes: a plain form, which searches as somebody types where there is JavaScript. */
export default define.page<typeof handler>(function LookupPage({ data, config, state }) {
  return (
    <>
      <Head>
        <title>Find a node - {state.services.settings.title}</title>
      </Head>
      <section class="panel lookup" aria-labelledby="lookup-title">
        <h2 id="lookup-title">Find a node</h2>
        <Lookup query={data.query} reading={data.reading} basePath={config.basePath} />
      </section>
    </>
  );
});

function read({ services, clientAddress }: State, query: string): LookupReading {
  if (query.trim() !== "") {
    const admission = services.admit(clientAddress);
    if (!admission.allowed) return { kind: "limited", retryAfterSec: admission.retryAfterSec };
  }
  return { kind: "found", answer: nodeLookup(services, query, SHOWN) };
}
