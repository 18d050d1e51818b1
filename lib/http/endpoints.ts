import type { LinkStatSort, TopMode } from "../wire/mod.ts";
import { ACCOUNT_ENDPOINTS } from "./account_endpoints.ts";
import { ADMIN_USER_ENDPOINTS } from "./admin_endpoints.ts";
import { CONTROL_ENDPOINTS } from "./control_endpoints.ts";
import { CALL_ENDPOINTS } from "./call_endpoints.ts";
import { AUDIT_ENDPOINTS } from "./audit_endpoints.ts";
import { SITE_ENDPOINTS } from "./site_endpoints.ts";
import { SYSTEM_ENDPOINTS } from "./system_endpoints.ts";
import { VOTER_ENDPOINTS } from "./voter_endpoints.ts";
import { define, type Endpoint } from "./endpoint.ts";
import {
  choiceParam,
  flagParam,
  integerParam,
  nodesParam,
  resumeParam,
  sinceParam,
  textParam,
  topicsParam,
} from "./params.ts";

const LINK_STAT_SORTS: readonly LinkStatSort[] = [
  "tx_seconds_desc",
  "tx_seconds_asc",
  "node_asc",
  "node_desc",
  "recent_desc",
];
const TOP_MODES: readonly TopMode[] = ["tx_seconds", "tx_rate"];

const LIMIT = { min: 1, max: 1_000 };

const STREAM_PARAMS = {
  topics: topicsParam("Which messages; every topic when absent."),
  node: nodesParam("Only what concerns these local nodes."),
  raw: flagParam("Key edges one by one, as LINK_TX, in place of LINK_TX_BATCH."),
  resume: resumeParam("Number of the last message received, with the epoch from WELCOME."),
};

const SOCKET_PARAMS = {
  token: textParam(
    "Who asks, where no header can be set: a ticket of `/api/auth/ticket`, else a token.",
    2_048,
  ),
};

/** Every route of the API and of the streams. */
export const ENDPOINTS = {
  ...ACCOUNT_ENDPOINTS,
  ...ADMIN_USER_ENDPOINTS,
  ...CONTROL_ENDPOINTS,
  ...CALL_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
  ...SYSTEM_ENDPOINTS,
  ...SITE_ENDPOINTS,
  ...VOTER_ENDPOINTS,
  health: define({
    path: "/health",
    access: "all",
    summary: "State of the server, its AMI sessions and its database.",
    params: { strict: flagParam("Answer 503 when degraded.") },
    answers: "plain",
    schema: "Health",
    refusals: [503],
  }),
  metrics: define({
    path: "/metrics",
    access: "all",
    summary: "Counters in Prometheus' text format; off unless the configuration opens it.",
    params: {},
    answers: "text",
    schema: null,
    refusals: [401, 404, 429],
  }),
  version: define({
    path: "/api/version",
    access: "anonymous",
    summary: "Version, commit and runtime.",
    params: {},
    answers: "envelope",
    schema: "VersionInfo",
    refusals: [],
  }),
  status: define({
    path: "/api/status",
    access: "anonymous",
    summary: "Every local node and every AMI server.",
    params: {},
    answers: "envelope",
    schema: "StatusAnswer",
    refusals: [],
  }),
  nodes: define({
    path: "/api/nodes",
    access: "anonymous",
    summary: "Every local node.",
    params: {},
    answers: "envelope",
    schema: "NodesAnswer",
    refusals: [],
  }),
  node: define({
    path: "/api/nodes/{id}",
    access: "anonymous",
    summary: "One local node.",
    params: {},
    answers: "envelope",
    schema: "NodeStatus",
    refusals: [404],
  }),
  nodeLinks: define({
    path: "/api/nodes/{id}/links",
    access: "anonymous",
    summary: "The adjacent links of one local node.",
    params: {},
    answers: "envelope",
    schema: "LinksAnswer",
    refusals: [404],
  }),
  nodeDetail: define({
    path: "/api/nodes/{id}/detail",
    access: "anonymous",
    summary: "What is switched on at one local node, its timers, and what app_rpt counted.",
    params: {},
    answers: "envelope",
    schema: "NodeDetail",
    refusals: [404],
  }),
  nodeHistory: define({
    path: "/api/nodes/{id}/history",
    access: "anonymous",
    summary: "Sessions and transmissions of one local node, newest first, and its talk by day (UTC).",
    params: {
      limit: integerParam("Most sessions, and most transmissions.", { min: 1, max: 500, fallback: 100 }),
    },
    answers: "envelope",
    schema: "NodeHistory",
    refusals: [404, 429],
  }),
  nodeNetwork: define({
    path: "/api/nodes/{id}/network",
    access: "anonymous",
    summary: "Everything linked to one local node: by hop where it is known, else where it may be.",
    params: {},
    answers: "envelope",
    schema: "NetworkTree",
    refusals: [404],
  }),
  nodeSocket: define({
    path: "/api/nodes/{id}/websocket",
    access: "anonymous",
    summary: "Where the stream of one local node is.",
    params: {},
    answers: "envelope",
    schema: "NodeSocketAnswer",
    refusals: [404],
  }),
  linkStats: define({
    path: "/api/link-stats",
    access: "anonymous",
    summary: "Transmit totals of links, ever.",
    params: {
      node: nodesParam("Only these links."),
      since: sinceParam("Only links that changed at or after this instant."),
      sort: choiceParam("Order; ties by local node, then node.", LINK_STAT_SORTS, "tx_seconds_desc"),
      limit: integerParam("Most rows.", { ...LIMIT, fallback: 100 }),
    },
    answers: "envelope",
    schema: "LinkStatsAnswer",
    refusals: [429],
  }),
  topLinks: define({
    path: "/api/link-stats/top",
    access: "anonymous",
    summary: "The links that transmitted longest, or most of their running session.",
    params: {
      limit: integerParam("Most rows.", { ...LIMIT, fallback: 10 }),
      mode: choiceParam("What to order by.", TOP_MODES, "tx_seconds"),
    },
    answers: "envelope",
    schema: "TopLinksAnswer",
    refusals: [429],
  }),
  talkerLog: define({
    path: "/api/talker-log",
    access: "anonymous",
    summary: "Transmissions that started and ended, newest first.",
    params: {
      since: sinceParam("Only events at or after this instant."),
      limit: integerParam("Most events.", { ...LIMIT, fallback: 100 }),
    },
    answers: "envelope",
    schema: "TalkerLogAnswer",
    refusals: [429],
  }),
  transmissions: define({
    path: "/api/transmissions",
    access: "anonymous",
    summary: "Single transmissions, running ones included, newest first by their start.",
    params: {
      since: sinceParam("Only those that began at or after this instant."),
      node: nodesParam("Only those heard by these local nodes."),
      link: nodesParam("Only those of these links."),
      limit: integerParam("Most transmissions.", { ...LIMIT, fallback: 100 }),
    },
    answers: "envelope",
    schema: "TransmissionsAnswer",
    refusals: [429],
  }),
  nodeLookup: define({
    path: "/api/node-lookup",
    access: "anonymous",
    summary:
      "Nodes of the directory whose number, callsign or words begin as `q` does; an empty `q` finds none.",
    params: {
      q: textParam("A node number, a callsign, or words, or the beginnings of them.", 100),
      limit: integerParam("Most nodes.", { ...LIMIT, fallback: 25 }),
    },
    answers: "envelope",
    schema: "NodeLookupAnswer",
    refusals: [429],
  }),
  openapi: define({
    path: "/api/openapi.json",
    access: "anonymous",
    summary: "This description.",
    params: {},
    answers: "plain",
    schema: null,
    refusals: [],
  }),
  badge: define({
    path: "/embed/nodes/{id}/badge.svg",
    access: "anonymous",
    summary: "How one local node is, as a small SVG picture for other sites.",
    params: {
      label: textParam("Shown in place of the node's name.", 40),
      style: choiceParam<"flat" | "square">("Round corners, or none.", ["flat", "square"], "flat"),
    },
    answers: "image",
    schema: null,
    refusals: [404, 429],
  }),
  events: define({
    path: "/api/events",
    access: "anonymous",
    summary: "The live stream as Server-Sent Events.",
    params: {
      ...STREAM_PARAMS,
      lastEventId: resumeParam("As `resume`, for clients that cannot set the Last-Event-ID header."),
    },
    answers: "events",
    schema: "Envelope",
    refusals: [503],
  }),
  socket: define({
    path: "/ws",
    access: "anonymous",
    summary: "The live stream as WebSocket.",
    params: { ...STREAM_PARAMS, ...SOCKET_PARAMS },
    answers: "websocket",
    schema: "Envelope",
    refusals: [403, 426],
  }),
  nodeStream: define({
    path: "/ws/nodes/{id}",
    access: "anonymous",
    summary: "One local node as WebSocket: the whole object at first and whenever it changed.",
    params: SOCKET_PARAMS,
    answers: "websocket",
    schema: "NodeObjectMessage",
    refusals: [403, 404, 426],
  }),
};

/** Every route and method as a list. */
export const ENDPOINT_LIST: readonly Endpoint[] = Object.values(ENDPOINTS);

/** The methods of what answers the path, for `Allow`; `null` when nothing of the API does. */
export function allowedMethods(path: string): string | null {
  const methods = ENDPOINT_LIST.filter((endpoint) => pathRegExp(endpoint.path).test(path))
    .flatMap(({ method }) => method === "GET" ? ["GET", "HEAD"] : [method]);
  return methods.length === 0 ? null : methods.join(", ");
}

function pathRegExp(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}/?$`);
}
