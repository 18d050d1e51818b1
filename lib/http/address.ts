import { type AddressBytes, normalizeAddress, parseAddress } from "../wire/mod.ts";

/** Longest `X-Forwarded-For` that is read; no honest chain of proxies comes near it. */
const MAX_FORWARDED_LENGTH = 1_024;

/** Bits of an IPv6 address that one subscriber owns at least. */
const IPV6_SUBSCRIBER_BYTES = 8;

interface Network {
  readonly bytes: AddressBytes;
  readonly bits: number;
}

/** The proxies that are believed. */
export class TrustedProxies {
  readonly #networks: readonly Network[];

  /** Reads addresses and `address/bits`; text that is neither trusts nobody. */
  constructor(entries: readonly string[]) {
    this.#networks = entries.flatMap((entry) => parseNetwork(entry) ?? []);
  }

  /** Whether the address is one of them. */
  includes(address: string): boolean {
    const bytes = parseAddress(address);
    return bytes !== null && this.#networks.some((network) => contains(network, bytes));
  }
}

const KNOWN_LISTS = new WeakMap<readonly string[], TrustedProxies>();

/** The proxies of a configured list, read once per list. */
export function trustedProxiesOf(entries: readonly string[]): TrustedProxies {
  const known = KNOWN_LISTS.get(entries) ?? new TrustedProxies(entries);
  KNOWN_LISTS.set(entries, known);
  return known;
}

/**
 * The client's address: the peer's own, or, where the peer is a trusted proxy, the rightmost entry of `X-Forwarded-For`
 * that is no trusted proxy. What stands further left was written by somebody who is not trusted.
 */
export function clientAddress(peer: string, headers: Headers, proxies: TrustedProxies): string {
  let address = normalizeAddress(peer);
  if (!proxies.includes(address)) return address;
  const forwarded = headers.get("X-Forwarded-For") ?? "";
  if (forwarded.length > MAX_FORWARDED_LENGTH) return address;
  for (const entry of forwarded.split(",").reverse()) {
    if (parseAddress(entry) === null) return address;
    address = normalizeAddress(entry);
    if (!proxies.includes(address)) return address;
  }
  return address;
}

/** How the client reached the server: what a trusted proxy says, else what the request's own address says. */
export function clientScheme(
  peer: string,
  url: URL,
  headers: Headers,
  proxies: TrustedProxies,
): "http" | "https" {
  const told = headers.get("X-Forwarded-Proto")?.split(",").at(-1)?.trim().toLowerCase();
  if ((told === "http" || told === "https") && proxies.includes(peer)) return told;
  return url.protocol === "https:" ? "https" : "http";
}

/** The host that the client asked for, with its port: what a trusted proxy says, else what the request does; `null` for one that says none. */
export function clientHost(peer: string, headers: Headers, proxies: TrustedProxies): string | null {
  const told = headers.get("X-Forwarded-Host")?.split(",").at(-1)?.trim();
  return told && proxies.includes(peer) ? told : headers.get("Host");
}

/** What limits count by: an IPv4 address, or the /64 of an IPv6 address (but for the machine's own). */
export function limitKey(address: string): string {
  const bytes = parseAddress(address);
  if (bytes === null || bytes.length === 4 || address === "::1") return address;
  return `${bytes.slice(0, IPV6_SUBSCRIBER_BYTES).join(".")}/64`;
}

function parseNetwork(entry: string): Network | null {
  const [address = "", bitsText] = entry.trim().split("/");
  const bytes = parseAddress(address);
  if (bytes === null) return null;
  const bits = bitsText === undefined ? bytes.length * 8 : Number(bitsText);
  return Number.isInteger(bits) && bits >= 0 && bits <= bytes.length * 8 ? { bytes, bits } : null;
}

function contains({ bytes, bits }: Network, address: AddressBytes): boolean {
  if (bytes.length !== address.length) return false;
  const whole = bits >> 3;
  for (let at = 0; at < whole; at++) if (bytes[at] !== address[at]) return false;
  const rest = bits & 7;
  return rest === 0 || ((bytes[whole] ?? 0) ^ (address[whole] ?? 0)) >> (8 - rest) === 0;
}
