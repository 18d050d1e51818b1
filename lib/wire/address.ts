/** An address as its bytes in network order: 4 for IPv4, 16 for IPv6. IPv4-mapped IPv6 is given as IPv4. */
export type AddressBytes = readonly number[];

const OCTETS_REGEXP = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const GROUP_REGEXP = /^[0-9a-f]{1,4}$/i;

/**
 * Reads an IPv4 or IPv6 address; `null` when the text is neither. Brackets, a port and a zone id are left out.
 * Octets with leading zeros are refused, since readers disagree on whether they are octal.
 */
export function parseAddress(text: string): AddressBytes | null {
  const plain = parseIpv4(text);
  if (plain !== null) return plain;
  const bare = bareAddress(text);
  const bytes = bare.includes(":") ? parseIpv6(bare) : parseIpv4(bare);
  return bytes !== null && isMappedIpv4(bytes) ? bytes.slice(12) : bytes;
}

/** The one spelling of an address that comparisons may rely on; text that is no address comes back as it is. */
export function normalizeAddress(text: string): string {
  const bytes = parseAddress(text);
  if (bytes === null) return text;
  return bytes.length === 4 ? bytes.join(".") : formatIpv6(bytes);
}

/** `[v6]:port`, `v4:port` and `v6%zone` without what is around the address. */
function bareAddress(text: string): string {
  const trimmed = text.trim();
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed);
  if (bracketed) return withoutZone(bracketed[1] ?? "");
  const withPort = /^([^:]*):\d{1,5}$/.exec(trimmed);
  return withoutZone(withPort?.[1] ?? trimmed);
}

function withoutZone(text: string): string {
  const zone = text.indexOf("%");
  return zone < 0 ? text : text.slice(0, zone);
}

function parseIpv4(text: string): number[] | null {
  const match = OCTETS_REGEXP.exec(text);
  if (!match) return null;
  const octets = [octetOf(match[1]), octetOf(match[2]), octetOf(match[3]), octetOf(match[4])];
  return octets.includes(NO_OCTET) ? null : octets;
}

const NO_OCTET = -1;

function octetOf(digits = ""): number {
  const value = Number(digits);
  return value > 255 || (digits.length > 1 && digits.startsWith("0")) ? NO_OCTET : value;
}

function parseIpv6(text: string): number[] | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = groupBytes(halves[0] ?? "", halves.length === 1);
  if (head === null) return null;
  if (halves.length === 1) return head.length === 16 ? head : null;
  const tail = groupBytes(halves[1] ?? "", true);
  if (tail === null || head.length + tail.length > 14) return null;
  return [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** Bytes of groups joined by colons; the last may be dotted IPv4 where that is allowed. */
function groupBytes(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === "") return [];
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [index, group] of groups.entries()) {
    const dotted = mayEndInIpv4 && index === groups.length - 1 ? parseIpv4(group) : null;
    if (dotted) bytes.push(...dotted);
    else if (GROUP_REGEXP.test(group)) bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 255);
    else return null;
  }
  return bytes.length <= 16 ? bytes : null;
}

function isMappedIpv4(bytes: AddressBytes): boolean {
  return bytes.length === 16 && bytes[10] === 255 && bytes[11] === 255 &&
    bytes.slice(0, 10).every((byte) => byte === 0);
}

/** The shortest spelling, by RFC 5952: lower case, the longest run of zero groups (two or more) as `::`. */
function formatIpv6(bytes: AddressBytes): string {
  const groups: string[] = [];
  for (let at = 0; at < 16; at += 2) {
    groups.push((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  }
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.join(":");
  return `${groups.slice(0, run.start).join(":")}::${groups.slice(run.start + run.length).join(":")}`;
}

function longestZeroRun(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let at = 0; at <= groups.length; at++) {
    if (groups[at] === "0") continue;
    if (at - start > best.length) best = { start, length: at - start };
    start = at + 1;
  }
  return best;
}
