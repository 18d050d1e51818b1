import type { LinkInfo, NodeObject, NodeStatus, RemoteNode } from "../wire/mod.ts";

/** A node's status in the shape that existing per-node clients read; `nowMs` is what "seconds ago" counts from. */
export function nodeObject(status: NodeStatus, nowMs: number): NodeObject {
  return {
    status: status.stale ? "offline" : "online",
    cos_keyed: status.rx_keyed ? 1 : 0,
    tx_keyed: status.tx_keyed ? 1 : 0,
    cpu_temp: plainVariable(status, "cpu_temp"),
    cpu_up: plainVariable(status, "cpu_up"),
    cpu_load: plainVariable(status, "cpu_load"),
    ALERT: plainVariable(status, "ALERT"),
    WX: plainVariable(status, "WX"),
    DISK: plainVariable(status, "DISK"),
    remote_nodes: status.links.map((link) => remoteNode(link, nowMs)),
  };
}

/** What must differ for a node to count as changed: everything but what only time moves. */
export function nodeObjectKey(object: NodeObject): string {
  return JSON.stringify(
    object,
    (key, value) => key === "elapsed" || key === "last_keyed" ? undefined : value,
  );
}

function remoteNode(link: LinkInfo, nowMs: number): RemoteNode {
  return {
    node: link.node,
    info: [link.callsign, link.description, link.location].filter(Boolean).join(" "),
    ip: link.ip ?? "",
    direction: link.direction ?? "",
    elapsed: link.elapsed_seconds === null ? "" : clockTime(link.elapsed_seconds),
    link: link.link_state,
    keyed: link.current_tx ? "yes" : "no",
    last_keyed: String(secondsSinceHeard(link, nowMs)),
    mode: link.mode ?? "",
  };
}

function secondsSinceHeard(link: LinkInfo, nowMs: number): number {
  if (link.current_tx) return 0;
  if (link.last_heard_at === null) return -1;
  return Math.max(0, Math.floor((nowMs - Date.parse(link.last_heard_at)) / 1_000));
}

function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(whole / 3_600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** A channel variable as text: operators' scripts wrap values in HTML, which clients put into their pages unread. */
function plainVariable(status: NodeStatus, name: string): string | null {
  const value = status.variables[name];
  if (value === undefined) return null;
  const plain = value.replace(/<[^>]*>?/g, " ").replace(/\s+/g, " ").trim();
  return plain === "" ? null : plain;
}
