import { parseAddress } from "./address.ts";
import type { LinkInfo, NodeStatus } from "./nodes.ts";

/**
 * An address as anonymous readers see it: IPv4 as `a.b.*.*`, IPv6 as its first 32 bits, `2001:db8:*`.
 * Text that is no address is hidden whole, `*`: what it tells of the peer is not known. Empty stays empty.
 */
export function maskAddress(address: string): string {
  if (address.trim() === "") return "";
  const bytes = parseAddress(address);
  if (bytes === null) return "*";
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return bytes.length === 4
    ? `${a}.${b}.*.*`
    : `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}:*`;
}

/** Links with their addresses masked; the same array when there was nothing to mask, so that texts can be shared. */
export function maskLinks(links: readonly LinkInfo[]): readonly LinkInfo[] {
  if (!links.some((link) => link.ip !== null)) return links;
  return links.map((link) => link.ip === null ? link : { ...link, ip: maskAddress(link.ip) });
}

/** A node's status with the addresses of its links masked; the same object when there was nothing to mask. */
export function maskStatus(status: NodeStatus): NodeStatus {
  const links = maskLinks(status.links);
  return links === status.links ? status : { ...status, links };
}
