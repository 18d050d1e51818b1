import {
  acceptNodeSocket,
  acceptWebSocket,
  isOriginAllowed,
  parseResume,
  type ResumePoint,
  sseResponse,
  type StreamRequest,
} from "../live/mod.ts";
import { isSignedIn } from "../auth/mod.ts";
import type { NodeSocketAnswer, Topic } from "../wire/mod.ts";
import { limitKey } from "./address.ts";
import { notFound, Refusal } from "./answers.ts";
import { foreignAct } from "./refused_act.ts";
import type { State } from "./services.ts";

/** What the parameters of a stream ask for. */
export interface StreamParams {
  readonly topics: readonly Topic[];
  readonly node: readonly string[];
  readonly raw: boolean;
  readonly resume: ResumePoint | undefined;
}

/** Opens the live stream as Server-Sent Events; refuses (503) when there are too many. HEAD opens nothing. */
export function eventStream(
  request: Request,
  state: State,
  params: StreamParams & { readonly lastEventId: ResumePoint | undefined },
): Response {
  if (request.method === "HEAD") {
    return new Response(null, { headers: { "Content-Type": "text/event-stream" } });
  }
  const header = request.headers.get("Last-Event-ID");
  const resume = (header === null ? undefined : parseResume(header)) ?? params.lastEventId ?? params.resume;
  const response = sseResponse(streamRequest(state, { ...params, resume }));
  if (response) return response;
  throw new Refusal(503, {
    code: "too_many_clients",
    message: "open a stream, too many are open: close one or try again later",
    headers: { "Retry-After": "30" },
  });
}

/** Opens the live stream as WebSocket. */
export function liveSocket(request: Request, state: State, params: StreamParams): Response {
  requireWebSocket(request, state);
  return upgraded(() => acceptWebSocket(request, streamRequest(state, params)));
}

/** Opens the stream of one node as WebSocket; refuses (404) an unknown node. */
export function nodeSocket(request: Request, state: State, nodeId: string): Response {
  requireNode(state, nodeId);
  requireWebSocket(request, state);
  const { services, viewer, clientAddress } = state;
  const { live: hub, clock } = services;
  const stream = { hub, clock, nodeId, viewer, address: limitKey(clientAddress) };
  return upgraded(() => acceptNodeSocket(request, stream));
}

/** Where the stream of one node is, as the client reaches it; refuses (404) an unknown node. */
export function nodeSocketOf(state: State, nodeId: string, url: URL, basePath: string): NodeSocketAnswer {
  requireNode(state, nodeId);
  const secure = state.scheme === "https";
  const { host, port } = URL.parse(`${state.scheme}://${state.clientHost ?? url.host}`) ?? url;
  return {
    node: nodeId,
    url: `${secure ? "wss" : "ws"}://${host}${basePath}/ws/nodes/${encodeURIComponent(nodeId)}`,
    port: Number(port) || (secure ? 443 : 80),
  };
}

function requireNode({ services }: State, nodeId: string): void {
  if (!services.node(nodeId)) throw notFound("a local node", nodeId);
}

function streamRequest(state: State, { topics, node, raw, resume }: StreamParams): StreamRequest {
  const { services, viewer, clientAddress } = state;
  const subscription = { topics: new Set(topics), nodes: new Set(node), raw };
  const { live: hub, clock } = services;
  return {
    hub,
    clock,
    subscription,
    viewer,
    address: limitKey(clientAddress),
    ...(resume ? { resume } : {}),
  };
}

/** Refuses what is no WebSocket request (426) or comes from a foreign page (403). */
function requireWebSocket(request: Request, state: State): void {
  const { services } = state;
  if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") {
    const message = "open a WebSocket, the request asks for no upgrade: send Upgrade: websocket";
    throw new Refusal(426, { code: "upgrade_required", message, headers: { Upgrade: "websocket" } });
  }
  if (isOriginAllowed(request.headers, services.settings.allowedOrigins, state.clientHost)) return;
  const origin = (request.headers.get("Origin") ?? "").slice(0, 100);
  // Nothing of anybody's was in danger where no cookie came along.
  if (isSignedIn(state.principal)) {
    services.audit.record(foreignAct(state, { method: "GET", path: "/ws", node: null }, origin));
  }
  throw new Refusal(403, {
    code: "origin_refused",
    message: `open a WebSocket, the page is of another origin: ${origin}`,
  });
}

/** Calls what upgrades the request; a request whose WebSocket headers are wrong is refused (400). */
function upgraded(upgrade: () => Response): Response {
  try {
    return upgrade();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Refusal(400, { code: "bad_upgrade", message: `open a WebSocket, ${error.message}` });
  }
}
