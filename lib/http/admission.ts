import { HttpError } from "fresh";
import {
  ANYBODY,
  credentialOf,
  type Identified,
  isSignedIn,
  judge,
  mayCommand,
  nameOf,
  roleOf,
  type Verdict,
} from "../auth/mod.ts";
import { isOriginAllowed } from "../live/mod.ts";
import { Refusal } from "./answers.ts";
import { accessOf, isListed, type RouteRule } from "./pages.ts";
import { credentialsOf } from "./credentials.ts";
import { foreignAct, refusedAct } from "./refused_act.ts";
import type { State } from "./services.ts";

/** What of a request decides whether it is let in. */
export interface AdmissionContext {
  readonly req: Request;
  readonly url: URL;
  /** The pattern that matched; `null` when none did. */
  readonly route: string | null;
  readonly params: Readonly<Record<string, string>>;
  readonly config: { readonly basePath: string };
  readonly state: State;
}

/** Paths that programs ask for: their errors are JSON. Every other path is a page with pages for its errors. */
const MACHINE_PATH_REGEXP = /^\/(api|ws|health|metrics)(\/|$)/;

/** Methods that change nothing. */
const SAFE_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/** What is shown in frames of other sites, where a page to sign in would be refused by the browser. */
const FRAMED_REGEXP = /^\/embed\//;

/** Whether a path (without the base path) is for programs. */
export function isMachinePath(path: string): boolean {
  return MACHINE_PATH_REGEXP.test(path);
}

/**
 * Finds out who asks and whether they may: what is refused comes back as an answer or is thrown (`Refusal` for programs,
 * `HttpError` for pages); `null` lets the request in.
 */
export async function admit(ctx: AdmissionContext): Promise<Response | null> {
  const { state, req } = ctx;
  const rule = ruleOf(ctx);
  const found = await state.services.gate.identify(credentialsOf(ctx.req, ctx.url, state));
  takePrincipal(state, found);
  if (!SAFE_METHODS.includes(req.method)) requireSameOrigin(ctx);
  // A script whose token is not good (any more) is told so, and not taken for somebody without one.
  if (found.kind === "invalid" && found.by === "bearer" && rule.access !== "all") {
    throw unauthorized("invalid_token");
  }
  return refuse(
    ctx,
    rule,
    judge(rule.access, state.principal, {
      allowAnonymous: state.services.settings.allowAnonDashboard ?? true,
      nodeId: nodeOf(ctx),
    }),
  );
}

function takePrincipal(state: State, found: Identified): void {
  const principal = found.kind === "known" ? found.principal : ANYBODY;
  state.principal = principal;
  const viewer = { user: nameOf(principal), role: roleOf(principal) };
  if (!isSignedIn(principal)) {
    state.viewer = viewer;
    return;
  }
  const credential = credentialOf(principal);
  const { auth } = state.services;
  state.viewer = {
    ...viewer,
    credential,
    isGood: () => auth.isGood(credential),
    // A stream lasts; its account may be given other nodes meanwhile.
    mayCommand: (nodeId) => mayCommand(auth.principalOf(credential) ?? ANYBODY, nodeId),
  };
}

/** Unknown paths are as open as the dashboard. Errors: throws for a route that nobody said anything of. */
function ruleOf({ req, route, config, url }: AdmissionContext): RouteRule {
  const path = url.pathname.slice(config.basePath.length);
  const unknown: RouteRule = { access: "anonymous", kind: isMachinePath(path) ? "endpoint" : "page" };
  if (route === null) return unknown;
  const pattern = route.slice(config.basePath.length) || "/";
  const rule = accessOf(req.method, pattern);
  if (rule) return rule;
  if (isListed(pattern)) return unknown; // a method it does not have: 405 where anybody may look
  throw new Error(`answer a request, its route is in no list of who may ask: ${pattern}`);
}

function nodeOf({ route, params, config }: AdmissionContext): string | null {
  const isOfNode = route !== null && route.slice(config.basePath.length).startsWith("/api/nodes/:id");
  return isOfNode ? params.id ?? null : null;
}

/** Pages ask people to sign in, programs are told so. */
function refuse(ctx: AdmissionContext, rule: RouteRule, verdict: Verdict): Response | null {
  if (verdict === "allowed") return null;
  if (verdict === "forbidden") recordRefusal(ctx);
  if (rule.kind === "endpoint") {
    throw verdict === "unauthenticated" ? unauthorized("unauthorized") : forbidden();
  }
  if (verdict === "forbidden") throw new HttpError(403);
  const path = ctx.url.pathname.slice(ctx.config.basePath.length);
  if (FRAMED_REGEXP.test(path)) throw new HttpError(401);
  const wanted = ctx.req.method === "GET" ? `?return=${encodeURIComponent(path + ctx.url.search)}` : "";
  const headers = { Location: `${ctx.config.basePath}/signin${wanted}`, "Cache-Control": "no-store" };
  return new Response(null, { status: 303, headers });
}

/** Who wants to change what they may not leaves a trace; who only looks does not. */
function recordRefusal(ctx: AdmissionContext): void {
  const { method } = ctx.req;
  if (SAFE_METHODS.includes(method)) return;
  const path = ctx.url.pathname.slice(ctx.config.basePath.length);
  const act = refusedAct(ctx.state, { method, path, node: nodeOf(ctx) });
  if (act) ctx.state.services.audit.record(act);
}

function unauthorized(code: "unauthorized" | "invalid_token"): Refusal {
  const isInvalid = code === "invalid_token";
  const message = isInvalid
    ? "answer, the token is expired, revoked or no token of this server: sign in again"
    : "answer, it needs an account: sign in, or send Authorization: Bearer and a token";
  const challenge = `Bearer realm="nexus"${isInvalid ? ', error="invalid_token"' : ""}`;
  return new Refusal(401, { code, message, headers: { "WWW-Authenticate": challenge } });
}

function forbidden(): Refusal {
  return new Refusal(403, { code: "forbidden", message: "answer, this account or token may not do that" });
}

/** Whatever changes something comes from a page of this server, or from no page at all. */
function requireSameOrigin(ctx: AdmissionContext): void {
  const { req, url, config, state } = ctx;
  if (isOriginAllowed(req.headers, state.services.settings.allowedOrigins, state.clientHost)) return;
  const path = url.pathname.slice(config.basePath.length);
  const origin = (req.headers.get("Origin") ?? "").slice(0, 100);
  state.services.audit.record(foreignAct(state, { method: req.method, path, node: nodeOf(ctx) }, origin));
  if (!isMachinePath(path)) throw new HttpError(403);
  const message = `take a change, the page is of another origin: ${origin}`;
  throw new Refusal(403, { code: "origin_refused", message });
}
