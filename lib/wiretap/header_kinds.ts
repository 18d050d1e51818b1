/**
 * What a header's value is, as far as its name tells. `kept`: Asterisk's own words, counters and times. `text`: anything
 * may stand in it; what is recognised there is replaced, the rest is for somebody to look at. `other`: the same, but a
 * short number alone is a count.
 */
export type HeaderKind =
  | "kept"
  | "number"
  | "name"
  | "code"
  | "channel"
  | "unique_id"
  | "host"
  | "secret"
  | "links"
  | "link_row"
  | "text"
  | "other";

/** In the order they are tried; the first that fits decides. Names as `main/manager*.c`, `app_rpt` and the channel drivers send them. */
const KINDS: readonly (readonly [HeaderKind, RegExp])[] = [
  ["kept", /^usingpassword$/],
  ["secret", /secret|password|md5cred|^challenge$|^key$|refreshtoken|oauthclientid|digest$/],
  ["unique_id", /(uniqueid|linkedid)$/],
  [
    "kept",
    /^(bridgeid|bridgeuniqueid|tobridgeuniqueid|frombridgeuniqueid|callid|sessionid|ssrc|pt|mes|rtt)$/,
  ],
  ["kept", /(time|date|lastcall|lastpause|objecttype|channeltype)$/],
  ["kept", /^(report\d|sent(rtp|packets|octets|ntp)|roundtrip|core|ami|asteriskversion)/],
  ["number", /(calleridnum|connectedlinenum|exten|extension|dnid|parkingspace|autopatchcallednumber)$/],
  ["number", /^(node|nodes|nodescurrentlyconnectedtous|source|destination)$/],
  ["name", /(calleridname|connectedlinename|membername|agentname|fullname|^client)$/],
  ["name", /^(name|callername)$/],
  ["host", /^(systemname|realm|hostname)$/],
  ["channel", /(channel\d?|interface|^location|^device|dialstring|^hint|^peer|mailbox(es)?)$/],
  [
    "code",
    /(accountcode|accountid|endpointname|objectname|endpoint|username|peeraccount|^aor|^auth|auths|aors|tenantid)$/,
  ],
  ["links", /^linkednodes$/],
  ["link_row", /^conn$/],
  ["kept", /^(event|action|response|privilege|language|priority|dialstatus|digit|direction)$/],
  [
    "kept",
    /(channelstate|channelstatedesc|priority|language|timestamp|devicestate|contactstatus|peerstatus)$/,
  ],
  [
    "kept",
    /^(cause|cause-txt|techcause|state|status|statustext|severity|service|eventversion|sessiontv|eventtv)$/,
  ],
  [
    "text",
    /^(appdata|applicationdata|data|lastdata|value|eventvalue|var|variable|output|command|callerid|contact|message)$/,
  ],
  [
    "text",
    /^(voicemail.*|uri|.*dialstring|setvar|fromuser|fromdomain|context|queue|conference|bridgename)$/,
  ],
  ["text", /^(category|line)-/],
  ["kept", /^(bridgetype|bridgetechnology|bridgevideosourcemode|bridgenumchannels|eventlist|listitems)$/],
];

const known = new Map<string, HeaderKind>();

/** Names are few; a peer that invents them is not followed further. */
const MAX_REMEMBERED = 2_000;

/** The kind of the header called `name`. */
export function headerKind(name: string): HeaderKind {
  const lower = name.toLowerCase();
  const remembered = known.get(lower);
  if (remembered !== undefined) return remembered;
  const kind = KINDS.find(([, pattern]) => pattern.test(lower))?.[0] ?? "other";
  if (known.size < MAX_REMEMBERED) known.set(lower, kind);
  return kind;
}
