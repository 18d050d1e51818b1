import { HttpError } from "fresh";
import { ANONYMOUS } from "../live/mod.ts";
import { clientAddress, clientScheme, trustedProxiesOf } from "./address.ts";
import { Refusal, refusalResponse } from "./answers.ts";
import { allowedMethods } from "./endpoints.ts";
import { finishResponse } from "./finish.ts";
import { requestIdOf } from "./request_id.ts";
import type { Services, State } from "./services.ts";

/** One request on its way through the server; what Fresh's context gives. */
export interface RequestContext {
  readonly req: Request;
  readonly url: URL;
  readonly info: Deno.ServeHandlerInfo;
  readonly config: { readonly basePath: string };
  readonly state: State;
  next(): Promise<Response>;
}

/** Paths that programs ask for: their errors are JSON. Every other path is a page with pages for its errors. */
const MACHINE_PATH_REGEXP = /^\/(api|ws|health)(\/|$)/;

/**
 * Answers one request: finds out who asks, calls what comes next, turns errors into answers, and finishes the answer. An
 * error of a page is passed on, so that its error page is shown.
 */
export async function answerRequest(ctx: RequestContext): Promise<Response> {
  identify(ctx);
  const { services, requestId } = ctx.state;
  const startedMs = services.clock.monotonicMs();
  let status = 500;
  try {
    const response = await respond(ctx);
    status = response.status;
    return await finishResponse({ request: ctx.req, url: ctx.url, requestId }, response);
  } catch (error) {
    status = error instanceof HttpError ? error.status : 500;
    throw error;
  } finally {
    logRequest(ctx, status, services.clock.monotonicMs() - startedMs);
  }
}

/**
 * The outermost handler of the server: whatever happens inside, the answer has an id and the security headers, and says no
 * more than it should. It is what error pages and static files, which the middleware does not see, depend on.
 */
export function hardenedHandler(
  handler: (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>,
  services: Pick<Services, "log">,
): (request: Request, info: Deno.ServeHandlerInfo) => Promise<Response> {
  return async (request, info) => {
    const requestId = requestIdOf(request);
    const exchange = { request, url: new URL(request.url), requestId };
    try {
      return await finishResponse(exchange, await handler(request, info));
    } catch (error) {
      logFault(services, requestId, exchange.url.pathname, error);
      return await finishResponse(exchange, refusalResponse(internalError(requestId)));
    }
  };
}

function identify(ctx: RequestContext): void {
  const { state, req, url, info } = ctx;
  const proxies = trustedProxiesOf(state.services.settings.trustedProxies);
  const peer = "hostname" in info.remoteAddr ? info.remoteAddr.hostname : "local";
  state.requestId = requestIdOf(req);
  state.clientAddress = clientAddress(peer, req.headers, proxies);
  state.scheme = clientScheme(peer, url, req.headers, proxies);
  state.viewer = ANONYMOUS;
}

async function respond(ctx: RequestContext): Promise<Response> {
  try {
    return await ctx.next();
  } catch (error) {
    return answerError(ctx, error);
  }
}

/** Throws the error on where a page is to show it. */
function answerError(ctx: RequestContext, error: unknown): Response {
  const { services, requestId } = ctx.state;
  const path = ctx.url.pathname.slice(ctx.config.basePath.length);
  const isMachine = MACHINE_PATH_REGEXP.test(path);
  if (error instanceof Refusal) return refusalResponse(error);
  if (!(error instanceof HttpError) || error.status >= 500) logFault(services, requestId, path, error);
  if (!isMachine) throw error;
  if (!(error instanceof HttpError)) return refusalResponse(internalError(requestId));
  return refusalResponse(httpRefusal(error, ctx.req.method, path, requestId));
}

function httpRefusal(error: HttpError, method: string, path: string, requestId: string): Refusal {
  if (error.status === 404) {
    return new Refusal(404, { code: "not_found", message: `find a route, unknown: ${path}` });
  }
  if (error.status === 405) {
    const headers = { Allow: allowedMethods(path) ?? "GET, HEAD" };
    return new Refusal(405, {
      code: "method_not_allowed",
      message: `answer ${path}, not with method: ${method}`,
      headers,
    });
  }
  if (error.status >= 500) return internalError(requestId);
  return new Refusal(error.status, { code: "refused", message: error.message || "request refused" });
}

function internalError(requestId: string): Refusal {
  return new Refusal(500, {
    code: "internal",
    message: `something went wrong here, see the log for request: ${requestId}`,
  });
}

function logFault(services: Pick<Services, "log">, requestId: string, path: string, error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  services.log.error("request failed", { requestId, path, error: message });
  if (error instanceof Error && error.stack) {
    services.log.debug("request failed at", { requestId, stack: error.stack });
  }
}

/** The query is left out: it may hold a token. */
function logRequest({ req, url, state }: RequestContext, status: number, tookMs: number): void {
  const { services, requestId, clientAddress: address } = state;
  const fields = {
    requestId,
    method: req.method,
    path: url.pathname,
    status,
    ms: Math.round(tookMs * 10) / 10,
    address,
  };
  if (status >= 500) services.log.info("request", fields);
  else services.log.debug("request", fields);
}
