import { formatView, parseView, rememberedSort } from "../lib/client/mod.ts";
import { answerRequest, define, type RequestContext } from "../lib/http/mod.ts";

/** Finds out who asks, turns errors into answers, and gives every answer its id, headers, validator and compression. */
export default define.middleware((ctx) => answerRequest(ctx, sharedAs));

/** The dashboard is the page that many ask for at once; in addresses that only one would think of it is made for that one. */
function sharedAs({ req, url, config, state }: RequestContext): string | null {
  if (url.pathname !== `${config.basePath}/` || url.search !== formatView(parseView(url))) return null;
  const { auth, health } = state.services;
  const sort = rememberedSort(req.headers.get("cookie"));
  // What of the page changes without anybody being told of it by the streams.
  const untold = [auth.accounts.registration, health().database];
  return JSON.stringify([url.href, sort, ...untold]);
}
