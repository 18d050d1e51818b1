import { HttpError } from "fresh";
import { ANYBODY, isSignedIn } from "../auth/mod.ts";
import { ANONYMOUS } from "../live/mod.ts";
import { clientAddress, clientHost, clientScheme, trustedProxiesOf } from "./address.ts";
import { type AdmissionContext, admit, isMachinePath } from "./admission.ts";
import { notFound, Refusal, refusalResponse } from "./answers.ts";
import { allowedMethods } from "./endpoints.ts";
import { faultResponse, logFault } from "./faults.ts";
import { type Exchange, finishResponse } from "./finish.ts";
import { requestIdOf } from "./request_id.ts";
import { sessionCookieName } from "./session_cookie.ts";
import type { Services } from "./services.ts";
import { shownPath } from "./shown_path.ts";

/** The status of what is refused for want of room. */
const NO_ROOM = 503;

/** One request on its way through the server; what Fresh's context gives. */
export interface RequestContext extends AdmissionContext {
  readonly info: Deno.ServeHandlerInfo;
  next(): Promise<Response>;
}

/**
 * Names everything that a page depends on besides the state and the time, where it is the same for all who did not sign
 * in; `null` where it is not.
 */
export type SharedAs = (ctx: RequestContext) => string | null;

/** The status of a WebSocket's answer, whose headers not every runtime lets be changed. */
const SWITCHING_PROTOCOLS = 101;

/**
 * Answers one request: finds out who asks and whether they may, calls what comes next, turns errors into answers, and finishes the answer. An
 * error of a page is passed on, so that its error page is shown. What `sharedAs` names is made once for all who did not sign in.
 */
export async function answerRequest(ctx: RequestContext, sharedAs: SharedAs = () => null): Promise<Response> {
  identify(ctx);
  const { services, requestId } = ctx.state;
  const startedMs = services.clock.monotonicMs();
  let status = 500;
  try {
    const response = await respond(ctx, sharedAs);
    status = response.status;
    const isPrivate = isSignedIn(ctx.state.principal);
    const { req: request, url, config: { basePath } } = ctx;
    return await finishResponse({ request, url, requestId, basePath, isPrivate }, response);
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
  services: Pick<Services, "log" | "settings">,
): (request: Request, info: Deno.ServeHandlerInfo) => Promise<Response> {
  return async (request, info) => {
    const requestId = requestIdOf(request);
    const { basePath = "" } = services.settings;
    const exchange = { request, url: new URL(request.url), requestId, basePath };
    try {
      const response = outsideOf(basePath, exchange.url) ?? await handler(request, info);
      logUnseen(services, exchange, response);
      return await finishResponse(exchange, response);
    } catch (error) {
      return await finishResponse(exchange, faultResponse(services, requestId, exchange.url.pathname, error));
    }
  };
}

/** What is answered where nothing is; `null` for what is below the base path. */
function outsideOf(basePath: string, { pathname, search }: URL): Response | null {
  if (basePath === "" || pathname.startsWith(`${basePath}/`)) return null;
  if (pathname === basePath) {
    return new Response(null, { status: 308, headers: { Location: `${basePath}/${search}` } });
  }
  const text = `Nothing is here. Nexus is below ${basePath}/; a proxy has to pass on that path as it is.\n`;
  return new Response(text, { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/** Files and pages that are not there never reach the middleware, which logs everything else. */
function logUnseen({ log }: Pick<Services, "log">, exchange: Exchange, { status, headers }: Response): void {
  if (headers.has("X-Request-ID") || status === SWITCHING_PROTOCOLS) return;
  const { requestId, request, url } = exchange;
  log.debug("request", { requestId, method: request.method, path: shownPath(url.pathname), status });
}

function identify(ctx: RequestContext): void {
  const { state, req, url, info } = ctx;
  const proxies = trustedProxiesOf(state.services.settings.trustedProxies);
  const peer = "hostname" in info.remoteAddr ? info.remoteAddr.hostname : "local";
  state.requestId = requestIdOf(req);
  state.clientAddress = clientAddress(peer, req.headers, proxies);
  state.scheme = clientScheme(peer, url, req.headers, proxies);
  state.clientHost = clientHost(peer, req.headers, proxies);
  state.cookieName = sessionCookieName(state.scheme, ctx.config.basePath);
  state.principal = ANYBODY;
  state.viewer = ANONYMOUS;
}

async function respond(ctx: RequestContext, sharedAs: SharedAs): Promise<Response> {
  try {
    return await admit(ctx) ?? await next(ctx, sharedAs);
  } catch (error) {
    return answerError(ctx, error);
  }
}

/** Only whoever is let in gets here, so that what is shared is shared by those who may see it. */
function next(ctx: RequestContext, sharedAs: SharedAs): Promise<Response> {
  const { sharedPages } = ctx.state.services;
  if (!sharedPages || ctx.req.method !== "GET" || isSignedIn(ctx.state.principal)) return ctx.next();
  const key = sharedAs(ctx);
  return key === null ? ctx.next() : sharedPages.answer(key, ctx.req, () => ctx.next());
}

/** Throws the error on where a page is to show it. */
function answerError(ctx: RequestContext, error: unknown): Response {
  const { services, requestId } = ctx.state;
  const path = ctx.url.pathname.slice(ctx.config.basePath.length);
  if (error instanceof Refusal) return refusalResponse(error);
  if (!isMachinePath(path)) {
    if (!(error instanceof HttpError) || error.status >= 500) logFault(services, requestId, path, error);
    throw error;
  }
  if (error instanceof HttpError && error.status < 500) {
    return refusalResponse(httpRefusal(error, ctx.req.method, path));
  }
  return faultResponse(services, requestId, path, error);
}

/** What Fresh itself refuses: paths and methods that no route has. */
function httpRefusal(error: HttpError, method: string, path: string): Refusal {
  if (error.status === 404) return notFound("a route", path);
  if (error.status !== 405) {
    return new Refusal(error.status, { code: "refused", message: error.message || "refused" });
  }
  return new Refusal(405, {
    code: "method_not_allowed",
    message: `answer ${path}, not with method: ${method}`,
    headers: { Allow: allowedMethods(path) ?? "GET, HEAD" },
  });
}

/** The query is left out: it may hold a token. */
function logRequest({ req, url, state }: RequestContext, status: number, tookMs: number): void {
  const { services, requestId, clientAddress: address } = state;
  const fields = {
    requestId,
    method: req.method,
    path: shownPath(url.pathname),
    status,
    ms: Math.round(tookMs * 10) / 10,
    address,
  };
  // Whoever is turned away for want of room may ask again at once, and a log that is flooded tells nothing.
  if (status >= 500 && status !== NO_ROOM) services.log.info("request", fields);
  else services.log.debug("request", fields);
}
