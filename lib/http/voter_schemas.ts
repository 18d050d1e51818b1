import { flag, instant, instantOrNull, list, object, oneOf, ref, text, textOrNull } from "./schema_parts.ts";

/** Shapes of voters. */
export const VOTER_SCHEMAS = {
  VotersAnswer: object({
    voters: list(ref("Voter")),
    servers: list(object({
      server: text,
      ami: oneOf("disabled", "connecting", "connected", "retrying", "refused", "stopped"),
      voters: {
        ...oneOf("unknown", "absent", "none", "known"),
        description: "`absent`: its Asterisk has no chan_voter; `none`: it has, and no voter.",
      },
    })),
    generated_at: instant,
  }),
  Voter: object({
    node: text,
    server: text,
    name: textOrNull,
    callsign: textOrNull,
    description: textOrNull,
    location: textOrNull,
    voted: { ...textOrNull, description: "Name of the receiver that is heard; null while nothing is." },
    voted_since: { ...instantOrNull, description: "As far as somebody looked." },
    receivers: list(ref("VoterReceiver")),
    updated_at: instant,
    stale: { ...flag, description: "What is told was true at `updated_at`: the server is away or silent." },
  }),
  VoterReceiver: object({
    name: text,
    state: oneOf("voted", "receiving", "quiet", "away"),
    rssi: {
      type: ["integer", "null"],
      minimum: 0,
      maximum: 255,
      description: "Signal, about 30 dB from end to end; null while the receiver is not connected.",
    },
    mix: { ...flag, description: "Heard beside the voted one." },
    timing: oneOf("none", "master", "active_master"),
    ip: { ...textOrNull, description: "Masked for who did not sign in." },
    last_heard_at: { ...instantOrNull, description: "As far as somebody looked." },
  }),
} as const;
