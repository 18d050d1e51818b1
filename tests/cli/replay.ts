import type { DomainEvent } from "../../lib/wire/mod.ts";
import { openCapture, Playback } from "../../lib/wiretap/mod.ts";
import { NodesReplay } from "../../lib/cli/replay_nodes.ts";
import { fixture } from "../wiretap/temp_file.ts";

/** Replays a capture's nodes as the command does. */
export async function replayNodes(path: string, unkeyGraceMs = 500): Promise<readonly DomainEvent[]> {
  const capture = await openCapture(path);
  const replay = new NodesReplay({ timed: capture.timed, unkeyGraceMs });
  const events: DomainEvent[] = [];
  for await (const batch of new Playback(capture).run()) {
    for (const played of batch) events.push(...replay.take(played));
  }
  return [...events, ...replay.end()];
}

/** Replays a recorded session. */
export function replayFixture(name: string): Promise<readonly DomainEvent[]> {
  return replayNodes(fixture(name));
}

/** An event in few words: time of day, kind, what it is about. */
export function inWords(event: DomainEvent): string {
  return `${timeOf(new Date(event.atMs).toISOString())} ${event.kind} ${aboutOf(event)}`;
}

/** Time of day of an instant on the wire. */
export function timeOf(iso: string): string {
  return iso.slice(11, 23);
}

function aboutOf(event: DomainEvent): string {
  switch (event.kind) {
    case "LINK_ADDED":
    case "LINK_UPDATED":
      return event.data.map((link) => `${link.local_node}-${link.node} ${link.mode} ${link.link_state}`).join(
        " ",
      );
    case "LINK_REMOVED":
      return event.data.map((link) => `${link.local_node}-${link.node}`).join(" ");
    case "LINK_TX":
      return `${event.data.local_node}-${event.data.node} ${event.data.kind} ${timeOf(event.data.at)}`;
    case "NODE_TX":
    case "NODE_RX":
      return `${event.data.node} ${event.data.keyed ? 1 : 0}`;
    case "TALKER_EVENT":
      return `${event.data.local_node}-${event.data.node} ${event.data.kind} ${timeOf(event.data.at)}`;
    case "STATUS_UPDATE":
      return event.data.node_id;
    case "AMI_STATUS":
      return event.data.state;
    case "COMMAND_ACCEPTED":
    case "COMMAND_RESULT":
      return `${event.data.id} ${event.data.state}`;
    case "CALL_STATE":
      return `${event.data.call_id} ${event.data.event}`;
  }
}

/** The transmissions of one link, `start-end`; one that did not end has no end. */
export function transmissions(
  events: readonly DomainEvent[],
  local: string,
  node: string,
): readonly string[] {
  const spans: string[] = [];
  for (const event of events) {
    if (event.kind !== "LINK_TX" || event.data.local_node !== local || event.data.node !== node) continue;
    if (event.data.kind === "START") spans.push(`${timeOf(event.data.at)}-`);
    else spans.push(`${spans.pop() ?? ""}${timeOf(event.data.at)}`);
  }
  return spans;
}
