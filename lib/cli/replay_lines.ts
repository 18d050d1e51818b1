import type { AmiFrame } from "../ami/mod.ts";
import { callTopic, type DomainEvent } from "../wire/mod.ts";
import type { Played } from "../wiretap/mod.ts";
import { CallsReplay } from "./replay_calls.ts";
import { NodesReplay, type NodesReplayOptions } from "./replay_nodes.ts";

/**
 * What a replay prints: every domain event, those of the nodes alone, the messages about calls as they are published,
 * or the frames as they came.
 */
export type ReplayView = "all" | "nodes" | "calls" | "frames";

/** What is printed of a replay. `node`: only what is about this local node. */
export interface ReplayChoice {
  readonly view: ReplayView;
  readonly node: string | undefined;
}

/** Turns what a capture plays into lines of NDJSON; `end` gives what was still due. */
export interface ReplayPrinter {
  take(played: Played): string;
  end(): string;
}

/** Makes the printer of one capture. */
export function replayPrinter(choice: ReplayChoice, options: NodesReplayOptions): ReplayPrinter {
  switch (choice.view) {
    case "frames":
      return framePrinter(choice.node);
    case "calls":
      return callPrinter(new CallsReplay());
    case "nodes":
      return eventPrinter(choice, new NodesReplay(options), null);
    case "all":
      return eventPrinter(choice, new NodesReplay(options), new CallsReplay());
  }
}

/** As published to MQTT, the topic without its prefix. */
function callPrinter(calls: CallsReplay): ReplayPrinter {
  return {
    take: (played) =>
      calls.take(played).map(({ payload }) => `${JSON.stringify({ topic: callTopic(payload), payload })}\n`)
        .join(""),
    end: () => "",
  };
}

function eventPrinter(
  { view, node }: ReplayChoice,
  replay: NodesReplay,
  calls: CallsReplay | null,
): ReplayPrinter {
  const wanted = (event: DomainEvent) =>
    (view === "all" || event.kind !== "AMI_STATUS") && (node === undefined || nodeOf(event) === node);
  const lines = (events: readonly DomainEvent[]) =>
    events.filter(wanted).map(({ atMs, kind, data }) => lineOf(atMs, kind, data)).join("");
  const callEvents = (played: Played): readonly DomainEvent[] =>
    calls?.take(played).map(({ payload, ...context }) => ({
      kind: "CALL_STATE",
      data: payload,
      ...context,
    })) ??
      [];
  return {
    take: (played) => lines(replay.take(played)) + lines(callEvents(played)),
    end: () => lines(replay.end()),
  };
}

function framePrinter(node: string | undefined): ReplayPrinter {
  return {
    take: (played) => {
      if (played.type !== "frame") return "";
      if (node !== undefined && played.frame.get("Node") !== node) return "";
      return lineOf(played.atMs, "FRAME", headerPairs(played.frame));
    },
    end: () => "",
  };
}

/** The headers in order; lines that are none (XML, output of an old Asterisk) follow under an empty name. */
function headerPairs(frame: AmiFrame): readonly (readonly [name: string, value: string])[] {
  const headers = frame.headers().map(({ name, value }) => [name, value] as const);
  const hasBareLines = frame.kind === "text" || frame.name.toLowerCase() === "follows";
  return hasBareLines ? [...headers, ...frame.output().map((line) => ["", line] as const)] : headers;
}

/** The local node an event is about; all items of one event are of one node. */
function nodeOf(event: DomainEvent): string | undefined {
  switch (event.kind) {
    case "STATUS_UPDATE":
      return event.data.node_id;
    case "LINK_ADDED":
    case "LINK_UPDATED":
    case "LINK_REMOVED":
      return event.data[0]?.local_node;
    case "LINK_TX":
    case "TALKER_EVENT":
      return event.data.local_node;
    case "NODE_TX":
    case "NODE_RX":
    case "COMMAND_ACCEPTED":
    case "COMMAND_RESULT":
      return event.data.node;
    case "AMI_STATUS":
    case "CALL_STATE":
      return undefined;
  }
}

function lineOf(atMs: number, kind: string, data: unknown): string {
  return `${JSON.stringify({ at: new Date(atMs).toISOString(), kind, data })}\n`;
}
