import { badgeFace, badgeSvg, noFace } from "../../../../lib/badge/mod.ts";
import {
  define,
  ENDPOINTS,
  machineRoute,
  type RouteCall,
  visibleNodeOrNull,
} from "../../../../lib/http/mod.ts";

/** `GET /embed/nodes/{id}/badge.svg`: how the node is, as a picture. Refusals are pictures too: pages show them as such. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.badge, badge),
});

function badge({ state, query, id, nowMs }: RouteCall<typeof ENDPOINTS.badge.params>): Response {
  const { label, style } = query;
  const admission = state.services.admit(state.clientAddress);
  if (!admission.allowed) {
    const svg = badgeSvg(noFace("busy, try later", label), style);
    return picture(svg, 429, { "Cache-Control": "no-store", "Retry-After": String(admission.retryAfterSec) });
  }
  const node = visibleNodeOrNull(state, id);
  return node === null
    ? picture(badgeSvg(noFace("unknown node", label), style), 404)
    : picture(badgeSvg(badgeFace(node, nowMs, label), style), 200);
}

/** Caches hold it for a moment, so that a busy page asks four times a minute; the tag says whether anything changed. */
const CACHE_CONTROL = "max-age=15";

function picture(svg: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(svg, {
    status,
    headers: { "Content-Type": "image/svg+xml; charset=utf-8", "Cache-Control": CACHE_CONTROL, ...headers },
  });
}
