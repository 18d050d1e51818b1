import { signal } from "@preact/signals";
import type { NexusState, VoterScale } from "../../lib/client/mod.ts";
import type { Voter, VoterReceiver, VotersAnswer } from "../../lib/wire/mod.ts";
import { VotersView } from "../VotersView.tsx";
import type { Plate } from "./plate.tsx";
import { ago, PLATE_AT_MS } from "./samples.ts";

const HOSTILE = `"><img src=x onerror=alert(1)>'&\u202e`;

function receiver(name: string, fields: Partial<VoterReceiver> = {}): VoterReceiver {
  return {
    name,
    state: "quiet",
    rssi: 0,
    mix: false,
    timing: "none",
    ip: "198.51.*.*",
    last_heard_at: ago(75),
    ...fields,
  };
}

function voter(fields: Partial<Voter>): Voter {
  return {
    node: "1999",
    server: "main",
    name: null,
    callsign: "QX1HRB",
    description: "Harbour Repeater 146.940",
    location: "Saltmere",
    voted: null,
    voted_since: null,
    receivers: [],
    updated_at: ago(0),
    stale: false,
    ...fields,
  };
}

const EVERY_STATE = voter({
  voted: "North Ridge",
  voted_since: ago(12),
  receivers: [
    receiver("Harbour", { state: "receiving", rssi: 99, timing: "active_master", ip: "127.0.*.*" }),
    receiver("North Ridge", { state: "voted", rssi: 208 }),
    receiver("Lighthouse at the far end of the western mole", { last_heard_at: null }),
    receiver("Ferry", { state: "away", rssi: null, last_heard_at: ago(4_000) }),
    receiver(HOSTILE, { state: "receiving", rssi: 3, mix: true, ip: "2001:db8:*" }),
    receiver("Spare", { state: "away", rssi: null, timing: "master", ip: null, last_heard_at: null }),
  ],
});

const QUIET = voter({
  node: "27339",
  server: "hill",
  name: "East hub",
  callsign: null,
  description: null,
  location: null,
  receivers: [receiver("Solo", { timing: "active_master" })],
});

const OLD = voter({
  voted: "Harbour",
  updated_at: ago(95),
  stale: true,
  receivers: [
    receiver("Harbour", { state: "voted", rssi: 166 }),
    receiver("Lighthouse", { state: "receiving", rssi: 40 }),
  ],
});

const CONNECTED = { ami: "connected", voters: "known" } as const;

function view(
  answer: Omit<VotersAnswer, "generated_at">,
  options: { readonly node?: string; readonly scale?: VoterScale; readonly nexus?: NexusState } = {},
) {
  const { node = null, scale = "number", nexus = { kind: "live" } } = options;
  return (
    <div class="voters">
      <VotersView
        answer={signal({ ...answer, generated_at: ago(0) })}
        scale={signal(scale)}
        now={signal(PLATE_AT_MS)}
        nexus={signal(nexus)}
        basePath=""
        node={node}
      />
    </div>
  );
}

/** Voters: every state of a receiver, several voters, old ones, and none. */
export const VOTERS_PLATES: readonly Plate[] = [
  {
    name: "voters",
    about: "Two voters: every state of a receiver, long and hostile names.",
    show: () =>
      view({
        voters: [EVERY_STATE, QUIET],
        servers: [{ server: "main", ...CONNECTED }, { server: "hill", ...CONNECTED }],
      }, { scale: "percent" }),
  },
  {
    name: "voters-old",
    about: "A voter whose server is away, and a server of which nothing is known yet.",
    show: () =>
      view({
        voters: [OLD],
        servers: [
          { server: "main", ami: "retrying", voters: "known" },
          { server: "hill", ami: "connecting", voters: "unknown" },
        ],
      }),
  },
  {
    name: "voters-none",
    about: "No voter anywhere.",
    show: () =>
      view({
        voters: [],
        servers: [
          { server: "main", ami: "connected", voters: "absent" },
          { server: "hill", ami: "connected", voters: "none" },
        ],
      }, { node: "1999" }),
  },
];
