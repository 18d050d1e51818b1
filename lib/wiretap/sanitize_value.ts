import {
  inventIpv4,
  inventIpv6,
  inventMac,
  IPV4,
  IPV6,
  isNobodysIpv4,
  isNobodysIpv6,
  MAC,
} from "./sanitize_address.ts";
import type { HeaderKind } from "./header_kinds.ts";
import type { PseudonymKind } from "./pseudonyms.ts";
import type { Chance } from "./shapes.ts";

/** What gives the invented for the real; while a capture is read the first time, it only takes note. */
export interface Replacer {
  number(digits: string): string;
  word(word: string): string;
  secret(secret: string): string;
  address(address: string, make: (chance: Chance) => string): string;
  /** Takes note of a name of several parts, so that all of them are known where it stands in free text. */
  compound(text: string): void;
  knows(kind: PseudonymKind | "compound", text: string): boolean;
}

/** A dialplan's own extensions, and what Asterisk writes where nothing is known. */
const NOBODY = /^(<unknown>|unknown|<none>|none|\(null\)|[a-z]|fax|hang|failed|)$/i;

/** Asterisk's `Uniqueid`: seconds, a dot and a counter, after the system's name where one is set. */
const UNIQUE_ID = /(?:([\w-]+)-)?(?<![\w.])(\d{9,11}\.\d+)(?![\w.])/g;

/** Words before the slash of a channel's name. In a dial string a trunk or an extension may stand before one as well. */
const TECHNOLOGIES =
  "PJSIP|SIP|IAX2?|DAHDI|Zap|Local|Console|USRP|SimpleUSB|Radio|Voter|Motif|SCCP|Skinny|MGCP|OOH323|Agent|" +
  "Bridge|MulticastRTP|UnicastRTP|Surrogate|Message|Announcer|Recorder|CBAnn|CBRec|AsyncGoto|Parked|Phone|TLB|Rtpdir|Echolink";
const TECHNOLOGY = new RegExp(`^(?:(?:${TECHNOLOGIES})/)+`, "i");
const CHANNEL = new RegExp(`\\b(?:${TECHNOLOGIES})/[^\\s,&|()!]+`, "gi");

/** Names of files and modules look like hosts and are none. */
const FILE_NAME =
  /\.(so|conf|c|h|gsm|wav|ulaw|alaw|sln\d*|call|agi|lua|ael|js|ts|json|db|sock|html?|txt|pcm|mp3|g722)$/i;
const HOST = /(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z]{2,24}(?![\w-])/gi;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}/gi;
const SIP_USER = /\b(sips?|tel):([\w.+*#-]+)/gi;
const SECRET_SETTING = /(?<=\b\w{0,20}(?:secret|passw(?:or)?d)\s{0,3}[=:]\s{0,3})[^\s,;]{1,200}/gi;
/** `bob:s3cret@` before a host, as dial strings and URIs have it. */
const USER_AND_SECRET =
  /(?<=^|[\s/:<"])(?!(?:sips?|tel|iax2?|https?|wss?):)([\w.+*#-]{1,64}):([^@\s,;&<>/]{1,200})(?=@[\w[])/g;
const CALLSIGN = /(?<![A-Za-z0-9])[A-Z]{1,2}\d[A-Z]{2,4}(?![A-Za-z0-9])/g;
/** Short extensions are told from counts by the context behind them. */
const SHORT_EXTENSION = /(?<![\w.@:/-])\d{1,2}(?=@[a-z])/gi;
/** Names of several parts, such as account codes, endpoints and systems. */
const COMPOUND = /[\p{L}\d]+(?:[-_.][\p{L}\d]+)+/gu;
const DIGIT_RUN = /(?<![\w.=-])\+?(?!\d{4}-\d\d-\d\d)\d(?:[ ()-]{0,2}\d){6,17}(?![\w.])/g;

/** What app_rpt and the bridges call their own channels. */
const OWN_WORDS = /^(pseudo|localtx|monchan|txpchan|telemetry|recorder|announcer)$/i;

/** A number as people write it, alone in its header. */
const WRITTEN_NUMBER = /^\+?(?=(?:\D*\d){7,18}\D*$)[\d ()./-]+$/;

/** Shorter ones stand for too much else in free text. */
const SHORTEST_KNOWN_NUMBER = 3;
const SHORTEST_KNOWN_WORD = 3;

/** Replaces what `kind` says is somebody's in `value`. */
export function sanitizeValue(kind: HeaderKind, value: string, by: Replacer): string {
  switch (kind) {
    case "kept":
      return value;
    case "number":
    case "code":
    case "name":
      if (TECHNOLOGY.test(value)) return channels(value, by);
      if (kind !== "code" && WRITTEN_NUMBER.test(value) && !isAddress(value)) return spacedNumber(value, by);
      return NOBODY.test(value) ? value : parts(addresses(value, by), by);
    case "channel":
      return NOBODY.test(value) ? value : channels(value, by);
    case "unique_id":
      return uniqueIds(value, by);
    case "host":
      return NOBODY.test(value) ? value : isAddress(value) ? addresses(value, by) : words(value, by);
    case "secret":
      return value === "" ? "" : by.secret(value);
    case "links":
      return linkList(value, by);
    case "link_row":
      return value.replace(/^\S+/, (node) => parts(node, by)).replace(
        /(?<=\s).+$/,
        (rest) => addresses(rest, by),
      );
    case "other":
      return /^-?\d{0,6}(\.\d+)?$/.test(value) ? value : text(value, by);
    case "text":
      return text(value, by);
  }
}

/** Every number and every word of it. An address was taken out before, so its parts are not taken for numbers. */
function parts(value: string, by: Replacer): string {
  if (isAddress(value)) return value;
  for (const [compound] of value.matchAll(COMPOUND)) by.compound(compound);
  return value.replace(/[\p{L}\p{M}\d]+/gu, (token) => tokenPart(token, by));
}

function tokenPart(token: string, by: Replacer): string {
  if (/^\d+$/.test(token)) return by.number(token);
  return /\p{L}/u.test(token) && token.length > 1 && !OWN_WORDS.test(token) ? by.word(token) : token;
}

function words(value: string, by: Replacer): string {
  return value.replace(/[\p{L}\p{M}\d]*\p{L}[\p{L}\p{M}\d]*/gu, (word) => by.word(word));
}

function isAddress(value: string): boolean {
  return value.search(IPV4) >= 0 || (value.search(IPV6) >= 0 && value.includes(":"));
}

/** `RPT_ALINKS` (`2,1999TU,KF8STK`), `RPT_LINKS` (`2,T1999,R2000`) and `LinkedNodes`; the count in front stays. */
export function linkList(value: string, by: Replacer): string {
  return value.split(",").map((item, at) => at === 0 && /^\d+$/.test(item) ? item : link(item, by)).join(",");
}

function link(item: string, by: Replacer): string {
  const after = /^(\s*)([A-Za-z0-9-]+?)([TRLC][KU])$/.exec(item);
  if (after) return (after[1] ?? "") + parts(after[2] ?? "", by) + (after[3] ?? "");
  const before = /^(\s*)([TRLC])([A-Za-z0-9-]+)$/.exec(item);
  if (before) return (before[1] ?? "") + (before[2] ?? "") + parts(before[3] ?? "", by);
  return item;
}

function uniqueIds(value: string, by: Replacer): string {
  return value.replace(UNIQUE_ID, (_all, system: string | undefined, id: string) => {
    return system === undefined ? id : `${words(system, by)}-${id}`;
  });
}

/** Whole channel names and dial strings; what the driver and the counter are, stays, and so does a context after `@`. */
function channels(value: string, by: Replacer): string {
  if (!value.includes("/")) return value.includes(":") ? text(value, by) : extension(value, by);
  return value.split("&").map((one) => channel(one, by)).join("&");
}

/** A channel's counter, its half, and a dial option. */
const CHANNEL_TAIL = /^(.*?)((?:-[0-9a-f]{8})?(?:;[12])?(?:<\w+>)?(?:\/n)?)$/is;

function channel(name: string, by: Replacer): string {
  if (!name.includes("/")) return text(name, by);
  const [technology = ""] = TECHNOLOGY.exec(name) ?? [];
  const [, own = "", tail = ""] = CHANNEL_TAIL.exec(name.slice(technology.length)) ?? [];
  if (/local\/$/i.test(technology)) return technology + extension(own, by) + tail;
  return technology + own.split("/").map((part) => endpoint(part, by)).join("/") + tail;
}

/** `101`, `101@internal`: what stands after the `@` is a context as often as a trunk, so it is replaced where it is known. */
function extension(value: string, by: Replacer): string {
  const at = value.indexOf("@");
  if (at < 0) return parts(value, by);
  return `${parts(value.slice(0, at), by)}@${text(value.slice(at + 1), by)}`;
}

function endpoint(own: string, by: Replacer): string {
  const addressed = replaceIn(own, [
    [USER_AND_SECRET, userAndSecret(by)],
    [SIP_USER, sipUser(by)],
    ...addressRules(by),
  ]);
  return addressed === own && !isAddress(own)
    ? own.replace(/[^@/,:]+/g, (part) => hyphened(part, by))
    : addressed;
}

/** `IAX2/2000-123` and `DAHDI/1-1` end in a counter of the driver's own. */
function hyphened(part: string, by: Replacer): string {
  const [, name = part, counter = ""] = /^(.+?)(-\d{1,10})?$/.exec(part) ?? [];
  return parts(name, by) + counter;
}

/** Free text: what is recognised by its own looks, then what was met as somebody's elsewhere. */
function text(value: string, by: Replacer): string {
  if (by.knows("secret", value)) return by.secret(value);
  return replaceIn(value, [
    [SECRET_SETTING, (match) => by.secret(match)],
    [UNIQUE_ID, (match) => uniqueIds(match, by)],
    [USER_AND_SECRET, userAndSecret(by)],
    [EMAIL, (match) => hostWords(match, by)],
    [SIP_USER, sipUser(by)],
    [CHANNEL, (match) => channels(match, by)],
    ...addressRules(by),
    [HOST, (match) => FILE_NAME.test(match) ? match : hostWords(match, by)],
    [CALLSIGN, (match) => by.word(match)],
    [DIGIT_RUN, (match) => spacedNumber(match, by)],
    [SHORT_EXTENSION, (match) => by.knows("number", match) ? by.number(match) : match],
    [COMPOUND, (match) => by.knows("compound", match) ? parts(match, by) : knownParts(match, by)],
    [/^.+$/gs, (match) => knownParts(match, by)],
  ]);
}

function knownParts(text: string, by: Replacer): string {
  return text.replace(/[\p{L}\p{M}\d]+/gu, (token) => knownPart(token, by));
}

function knownPart(token: string, by: Replacer): string {
  if (/^\d+$/.test(token)) {
    return token.length >= SHORTEST_KNOWN_NUMBER && by.knows("number", token) ? by.number(token) : token;
  }
  return token.length >= SHORTEST_KNOWN_WORD && by.knows("word", token) ? by.word(token) : token;
}

/** Everything but the top level, which tells a country at most, unless it is somebody's name. */
function hostWords(name: string, by: Replacer): string {
  const end = name.lastIndexOf(".") + 1;
  return parts(name.slice(0, end), by) + knownPart(name.slice(end), by);
}

function sipUser(by: Replacer): Rule[1] {
  return (match) => {
    const colon = match.indexOf(":") + 1;
    return match.slice(0, colon) + parts(match.slice(colon), by);
  };
}

function userAndSecret(by: Replacer): Rule[1] {
  return (match) => {
    const colon = match.indexOf(":");
    return `${parts(match.slice(0, colon), by)}:${by.secret(match.slice(colon + 1))}`;
  };
}

/** The digits of a number that is written with blanks, brackets and hyphens. */
function spacedNumber(written: string, by: Replacer): string {
  const digits = [...by.number(written.replace(/\D/g, ""))];
  const filled = written.replace(/\d/g, () => digits.shift() ?? "");
  return filled + digits.join("");
}

function addresses(value: string, by: Replacer): string {
  return replaceIn(value, addressRules(by));
}

function addressRules(by: Replacer): Rule[] {
  return [
    [MAC, (match) => by.address(match, (chance) => inventMac(match, chance))],
    [
      IPV4,
      (match) => isNobodysIpv4(match) ? match : by.address(match, (chance) => inventIpv4(match, chance)),
    ],
    [
      IPV6,
      (match) => isNobodysIpv6(match) ? match : by.address(match, (chance) => inventIpv6(match, chance)),
    ],
  ];
}

type Rule = readonly [pattern: RegExp, replace: (match: string) => string];

/** Applies the rules in order, each to what no earlier one has taken, so that nothing invented is replaced again. */
function replaceIn(value: string, rules: readonly Rule[]): string {
  let pieces: { readonly text: string; readonly done: boolean }[] = [{ text: value, done: false }];
  for (const [pattern, replace] of rules) {
    pieces = pieces.flatMap((piece) => piece.done ? [piece] : cut(piece.text, pattern, replace));
  }
  return pieces.map((piece) => piece.text).join("");
}

function cut(value: string, pattern: RegExp, replace: (match: string) => string) {
  const pieces: { text: string; done: boolean }[] = [];
  let from = 0;
  for (const match of value.matchAll(pattern)) {
    if (match.index > from) pieces.push({ text: value.slice(from, match.index), done: false });
    pieces.push({ text: replace(match[0]), done: true });
    from = match.index + match[0].length;
  }
  if (from < value.length) pieces.push({ text: value.slice(from), done: false });
  return pieces;
}
