import type { CallLeg, CallParty } from "../wire/mod.ts";
import type { Bridge } from "./bridges.ts";
import type { Call } from "./call.ts";

/** Channels that Asterisk makes for its own use: they are nobody and keep no call alive. */
const HELPERS: ReadonlySet<string> = new Set([
  "Announcer",
  "Bridge",
  "CBAnn",
  "CBRec",
  "Message",
  "Recorder",
  "Snoop",
  "Surrogate",
]);

/** Names in the dialplan that nobody dials. */
const NO_NUMBER = /^(?:|<unknown>|[shiteaToT]|fax|s-.*|failed|disconnect|hangup)$/;

/** The number that a channel name or dial string has where nothing better is known. */
const DIAL_STRING_NUMBER = /^\+?[0-9*#]+(?=@|$|\/)/;

/** How a channel came to be: by itself, by a dial, or by an originate. */
export type Role = "unknown" | "caller" | "called" | "originated";

/**
 * How far a dial of this channel is. `none`: not dialled, as far as known; `cancelled`: the caller gave up;
 * `forwarded`: it sent the caller elsewhere; `unanswered`, `busy`, `congested`: DialEnd said so.
 */
export type Dial =
  | "none"
  | "pending"
  | "answered"
  | "cancelled"
  | "forwarded"
  | "unanswered"
  | "busy"
  | "congested";

/** One channel, from the first event that names it until its Hangup; of a leg what is left is kept with its call. */
export class Channel {
  name: string;
  /** Its name as a phone or line: a masquerade can make it half of a Local channel, or leave nothing of it. */
  #legName: string;
  role: Role = "unknown";
  dial: Dial = "none";
  /** Who dialled it; `null` for nobody, or nobody known. */
  dialler: Channel | null = null;
  bridge: Bridge | null = null;
  /** The other half of a Local channel, after that half is gone. */
  pastPartner: Channel | null = null;
  /** Who it is, once known. */
  number = "";
  partyName: string | undefined;
  /** Handed the call over: it is on its way out. */
  away = false;
  isUp = false;
  /** Its Newchannel was seen: another one means another channel. */
  isAnnounced = false;
  ringingAtMs: number | null = null;
  answeredAtMs: number | null = null;
  endedAtMs: number | null = null;
  causeCode: number | null = null;
  /** The caller's own phone hung up, not Asterisk. */
  hangsUp = false;

  constructor(
    readonly uniqueid: string,
    name: string,
    public call: Call,
    readonly startedAtMs: number,
    /** When anything was last heard of it, on the receiver's clock. */
    public seenAtMs: number,
  ) {
    this.name = name;
    this.#legName = name;
  }

  /** True for half of a Local channel: a way between channels, and nobody. */
  get isLocal(): boolean {
    return this.name.startsWith("Local/");
  }

  /** True for a channel with a person or a line behind it. */
  get isLeg(): boolean {
    return !this.isLocal;
  }

  get isLive(): boolean {
    return this.endedAtMs === null;
  }

  /** Takes who it is; what is known already stays, but for a name that is only the number again. */
  identify(number: string | undefined, name: string | undefined): void {
    if (this.number === "" && isKnown(number)) this.number = number;
    if (!isKnown(name) || name === this.number) return;
    if (this.partyName === undefined) this.partyName = name;
  }

  /** Becomes somebody else: its phone was exchanged for another. */
  become(number: string, name: string | undefined): void {
    this.number = number;
    this.partyName = name;
  }

  /** Takes another name; a name of another phone makes it somebody else, who is to be told yet. */
  rename(name: string): void {
    const before = endpointOf(this.name);
    this.name = name;
    if (this.isLeg && !name.endsWith(">")) this.#legName = name;
    const isOther = !name.endsWith(">") && endpointOf(name) !== before;
    if (isOther && this.isLeg && this.role === "called") this.become("", undefined);
  }

  get party(): CallParty {
    const extension = this.number === "" ? (this.isLocal ? "" : endpointOf(this.name)) : this.number;
    return this.partyName === undefined ? { extension } : { extension, name: this.partyName };
  }

  leg(): CallLeg {
    return {
      uniqueid: this.uniqueid,
      channel: this.#legName,
      technology: technologyOf(this.#legName),
      party: this.party,
      role: this.role === "called" ? "called" : "caller",
      startedAtMs: this.startedAtMs,
      ringingAtMs: this.ringingAtMs,
      answeredAtMs: this.answeredAtMs,
      endedAtMs: this.endedAtMs,
      causeCode: this.causeCode,
    };
  }
}

/** `PJSIP` of `PJSIP/101-0000001a`. */
export function technologyOf(channelName: string): string {
  const slash = channelName.indexOf("/");
  return slash < 0 ? channelName : channelName.slice(0, slash);
}

/** `101` of `PJSIP/101-0000001a`, `1` of `DAHDI/1-1`. */
export function endpointOf(channelName: string): string {
  const from = channelName.indexOf("/") + 1;
  const to = channelName.lastIndexOf("-");
  return to > from ? channelName.slice(from, to) : channelName.slice(from);
}

/** What both halves of a Local channel have in common; `undefined` for other channels. */
export function localPair(channelName: string): { readonly pair: string; readonly half: 0 | 1 } | undefined {
  if (!channelName.startsWith("Local/")) return undefined;
  const at = channelName.length - 2;
  if (channelName[at] !== ";") return undefined;
  return { pair: channelName.slice(0, at), half: channelName.endsWith("1") ? 0 : 1 };
}

/** True for a channel that is none of the people's. */
export function isHelper(channelName: string): boolean {
  return HELPERS.has(technologyOf(channelName)) || channelName.startsWith("DAHDI/pseudo");
}

/** True for a value that Asterisk knows. */
export function isKnown(text: string | undefined): text is string {
  return text !== undefined && text !== "" && text !== "<unknown>";
}

/** An `Exten:` as the number somebody dialled; `undefined` for the dialplan's own names. */
export function dialledNumber(exten: string | undefined): string | undefined {
  return exten === undefined || NO_NUMBER.test(exten) ? undefined : exten;
}

/** The number in a `DialString:` such as `5551212@trunk`; `undefined` where there is none. */
export function dialStringNumber(dialString: string | undefined): string | undefined {
  return dialString === undefined ? undefined : DIAL_STRING_NUMBER.exec(dialString)?.[0];
}
