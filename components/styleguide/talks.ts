import { signal } from "@preact/signals";
import { type DashboardSnapshot, loadTimeline, type SpanMinutes } from "../../lib/client/mod.ts";
import type { TransmissionEntry } from "../../lib/wire/mod.ts";
import type { TimelineProps } from "../Timeline.tsx";
import { ago, PLATE_AT_MS } from "./samples.ts";

/** A round of three with a kerchunk and a double, as `[link, began so many seconds ago, lasted so many]`. */
const ROUND: readonly (readonly [node: string, secondsAgo: number, length: number])[] = [
  ["2000", 1_730, 110],
  ["48210", 1_610, 64],
  ["1999", 1_500, 170],
  ["3990417", 1_322, 0.4],
  ["2000", 1_280, 130],
  ["48210", 1_165, 95],
  ["1999", 900, 42],
  ["2000", 640, 155],
  ["3990417", 470, 7],
  ["48210", 330, 88],
  ["1999", 230, 60],
];

/** The timeline of a dashboard of plates: the round through each of its nodes, as far as they have these links, and who talks now. */
export function timelineOf(shown: DashboardSnapshot, spanMinutes: SpanMinutes): TimelineProps {
  const transmissions = shown.nodes.flatMap(({ node_id: localNode, links }): TransmissionEntry[] => {
    const callsigns = new Map(links.map(({ node, callsign }) => [node, callsign]));
    const known = (node: string) => node === "1999" || callsigns.has(node);
    const entry = (node: string, startedAt: string, endedAt: string | null) => ({
      local_node: localNode,
      node: node === "1999" ? localNode : node,
      callsign: callsigns.get(node) ?? null,
      description: null,
      started_at: startedAt,
      ended_at: endedAt,
    });
    return [
      ...links.filter((link) => link.current_tx).map((link) =>
        entry(link.node, link.current_tx_since ?? ago(0), null)
      ),
      ...(links.length === 0 ? [] : ROUND).filter(([node]) => known(node)).map(([node, secondsAgo, length]) =>
        entry(node, ago(secondsAgo), ago(secondsAgo - length))
      ).toReversed(),
    ];
  });
  const known = shown.nodes.flatMap(({ node_id: localNode, links }) =>
    [{ node: localNode, callsign: null, description: null }, ...links].map((
      { node, callsign, description },
    ) => ({
      localNode,
      node,
      callsign,
      description,
    }))
  );
  return {
    timeline: signal(loadTimeline({ nowMs: PLATE_AT_MS, spanMinutes, transmissions, known })),
    loading: signal(null),
    hrefOf: (span) => `?span=${span}`,
    choose: () => {},
  };
}
