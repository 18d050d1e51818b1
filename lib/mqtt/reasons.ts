import type { SessionEnd } from "./session.ts";

/** Return codes of CONNACK, MQTT 3.1.1, 3.2.2.3. */
const REFUSALS: Readonly<Record<number, string>> = {
  1: "broker refused the protocol, it must speak MQTT 3.1.1",
  2: "broker refused the client id, choose another mqtt.client_id",
  3: "broker refused the session, its service is unavailable",
  4: "broker refused the credentials, check mqtt.username and mqtt.password",
  5: "broker refused the session, check mqtt.username, mqtt.password and its access list",
};

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "broker cut the connection",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "host cannot be looked up now",
  ETIMEDOUT: "no answer",
  EHOSTUNREACH: "host cannot be reached",
  ENETUNREACH: "network cannot be reached",
  EPIPE: "broker cut the connection",
};

const MAX_REASON = 160; // characters of what the system says

/** Why a session failed, in one line for people. */
export function describeEnd(error: Error & { readonly code?: unknown }): SessionEnd {
  const { code } = error;
  if (typeof code === "number") {
    return { refused: true, reason: REFUSALS[code] ?? `broker refused the session: code ${code}` };
  }
  const known = typeof code === "string" ? CODES[code] : undefined;
  const text = error.message.replace(/\s+/g, " ").trim().slice(0, MAX_REASON) || error.name;
  if (known !== undefined) return { refused: false, reason: known };
  const advice = /certificate.?required/i.test(text)
    ? ", set mqtt.cert and mqtt.key"
    : /certificate|issuer|self.signed|alert|handshake|tls/i.test(text)
    ? ", check mqtt.ca"
    : "";
  return { refused: false, reason: `connection failed${advice}: ${text}` };
}
