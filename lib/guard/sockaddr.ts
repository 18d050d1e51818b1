import { normalizeAddress } from "../wire/mod.ts";

/** Room for `sockaddr_in6`, the longest that connections of the web have. */
export const SOCKADDR_BYTES = 28;

/** `AF_INET` and `AF_INET6` on Linux. */
const FAMILY = { v4: 2, v6: 10 } as const;

/** Where `sockaddr_in` and `sockaddr_in6` have their addresses. */
const V4_AT = 4;
const V6_AT = 8;
const V6_GROUPS = 8;

/** One end of a connection; the address is in its normal spelling. */
export interface End {
  readonly address: string;
  readonly port: number;
}

/** The port of a socket address; 0 for what is none of the internet. */
export function portOf(bytes: Uint8Array): number {
  return familyOf(bytes) === null ? 0 : pairAt(bytes, 2);
}

/** Reads a socket address; `null` for what is none of the internet. */
export function readEnd(bytes: Uint8Array): End | null {
  switch (familyOf(bytes)) {
    case "v4":
      return { address: bytes.subarray(V4_AT, V4_AT + 4).join("."), port: portOf(bytes) };
    case "v6": {
      const groups = Array.from({ length: V6_GROUPS }, (_, at) => pairAt(bytes, V6_AT + 2 * at).toString(16));
      return { address: normalizeAddress(groups.join(":")), port: portOf(bytes) };
    }
    case null:
      return null;
  }
}

/** What tells a connection from every other of this server. */
export function keyOf({ address, port }: End): string {
  return `${address}|${port}`;
}

function familyOf(bytes: Uint8Array): "v4" | "v6" | null {
  // Every machine that the program runs on is little-endian; the port and the address are not.
  const family = (bytes[0] ?? 0) | (bytes[1] ?? 0) << 8;
  return family === FAMILY.v4 ? "v4" : family === FAMILY.v6 ? "v6" : null;
}

function pairAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) << 8 | (bytes[at + 1] ?? 0);
}
