import type { DashboardSnapshot, NexusState } from "../../lib/client/mod.ts";
import {
  ago,
  EVERY_LINK,
  keyed,
  link,
  PLATE_AT_MS,
  server,
  snapshot,
  status,
  talked,
  talking,
  top,
} from "./samples.ts";

/** Nexus has been away for 23 seconds. */
export const AWAY: NexusState = {
  kind: "away",
  lastMessageAtMs: PLATE_AT_MS - 23_000,
  retryAtMs: PLATE_AT_MS + 4_000,
};

/** Nexus is connected and has said nothing for nine seconds. */
export const SILENT: NexusState = { kind: "silent", lastMessageAtMs: PLATE_AT_MS - 9_000 };

/** Two links and the local receiver talk at once; a second node is idle. */
export const BUSY: DashboardSnapshot = snapshot({
  nodes: [
    status(EVERY_LINK, {
      tx_keyed: true,
      rx_keyed: true,
      notes: [
        { kind: "alert", text: "Wind advisory until 18:00", seen_at: ago(340) },
        { kind: "weather", text: "8 °C, rain", seen_at: ago(340) },
      ],
    }),
    status([], { node_id: "1998", name: null }),
  ],
  talkers: [
    talking("48210", 3, "QX2DEF"),
    talking("2000", 12, "QX1ABC"),
    talked("3990417", 64, 7, "QX3ECH-L"),
    talked("1999", 90, 0.4, null),
    talked("81234", 7_200, 65, null),
  ],
  topLinks: [top("2000", 93_735, "QX1ABC"), top("48210", 41_000, "QX2DEF"), top("700", 12, null)],
});

/** The disk is full. */
export const NOT_RECORDED: DashboardSnapshot["database"] = {
  state: "failing",
  since: ago(60),
  error: "disk is full",
  dropped_writes: 12,
};

/** Nodes of several servers, of which one is away and one refuses. */
export const SEVERAL: DashboardSnapshot = snapshot({
  nodes: [
    status([
      keyed("2000", 12, { callsign: "QX1ABC", description: "Hub", location: "Boston, MA" }),
      link("43732"),
    ]),
    status([link("1999", { direction: "IN" }), link("2135", { last_heard_at: ago(190) })], {
      node_id: "43732",
      name: "Hill top",
      server: "hill",
    }),
    status([link("2001", { last_heard_at: ago(300) })], {
      node_id: "1998",
      name: "Club",
      server: "club house",
      stale: true,
      ami: "retrying",
      updated_at: ago(204),
    }),
  ],
  servers: [
    server(),
    server({ server: "hill" }),
    server({
      server: "club house",
      state: "retrying",
      since: ago(200),
      attempts: 4,
      retry_at: ago(-12),
      last_error: "Connection refused",
    }),
    server({ server: "spare", state: "refused", since: ago(60), retry_at: ago(-50) }),
  ],
  talkers: [talking("2000", 12, "QX1ABC")],
  topLinks: [top("2000", 93_735, "QX1ABC")],
});

/** The nodes of `SEVERAL` while nobody talks. */
export const SEVERAL_QUIET = SEVERAL.nodes.map((node) => ({
  ...node,
  links: node.links.map((each) => ({ ...each, current_tx: false, current_tx_since: null })),
}));

/** A hub with thirty links. */
export const HUB: DashboardSnapshot = snapshot({
  nodes: [status([
    ...EVERY_LINK,
    ...Array.from(
      { length: 22 },
      (_, index) =>
        index < 3
          ? keyed(String(50_000 + index), 7 + index)
          : link(String(50_000 + index), { callsign: `QX${index % 10}HUB`, last_heard_at: ago(index * 800) }),
    ),
  ])],
});

/** So many nodes, of which the third hears two at once and the last is not heard of. */
export function manyNodes(count: number): DashboardSnapshot {
  const talkers = [keyed("2000", 12, { callsign: "QX1ABC" }), keyed("48210", 3)];
  const nodes = Array.from(
    { length: count },
    (_, index) =>
      status(index === 2 ? talkers : [link("2000", { last_heard_at: ago(230) })], {
        node_id: String(43_730 + index),
        name: index === 3 ? "A repeater of which the name is long" : `Repeater ${index + 1}`,
        tx_keyed: index === 2,
        ...(index === count - 1 ? { stale: true, ami: "retrying", updated_at: ago(204) } as const : {}),
      }),
  );
  return snapshot({ nodes });
}
