import type { Chance } from "./shapes.ts";

/** Four numbers with dots; those over 255 and those with a neighbour (a version, a time) are no address. */
export const IPV4 = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)/g;

/** Groups of hexadecimal digits with at least two colons that are no time of day. */
export const IPV6 = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;

/** An Ethernet address, as phones and provisioning write it. */
export const MAC = /(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:-])/gi;

/** Whether this tells nothing of anybody: this machine, any machine, all machines. */
export function isNobodysIpv4(address: string): boolean {
  return /^(127\.|0\.|255\.255\.255\.255$|22[4-9]\.|23\d\.)/.test(address) || !isIpv4(address);
}

/** The same for IPv6; text without a digit pair of its own (`::`) is none, nor is what stands before an IPv4 address in one. */
export function isNobodysIpv6(text: string): boolean {
  const groups = text.split(":");
  const isTime = /^\d{1,2}:\d{2}:\d{2}(:\d{1,3})?$/.test(text);
  return isTime || /^::(1|ffff:(0:)?)?$/i.test(text) || (groups.length < 8 && !text.includes("::"));
}

function isIpv4(text: string): boolean {
  return text.split(".").every((part) => Number(part) <= 255);
}

/** Of the same range where the range tells something: private stays private, link-local link-local. */
export function inventIpv4(address: string, chance: Chance): string {
  const [a = 0, b = 0] = address.split(".").map(Number);
  const byte = () => 1 + Math.floor(chance() * 254);
  if (a === 10) return `10.${byte()}.${byte()}.${byte()}`;
  if (a === 192 && b === 168) return `192.168.${byte()}.${byte()}`;
  if (a === 172 && b >= 16 && b < 32) return `172.${16 + Math.floor(chance() * 16)}.${byte()}.${byte()}`;
  if (a === 169 && b === 254) return `169.254.${byte()}.${byte()}`;
  return `198.${18 + Math.floor(chance() * 2)}.${byte()}.${byte()}`; // RFC 2544: in nobody's hands
}

/** Link-local and local ranges stay; all else goes to the range for documentation (RFC 3849). */
export function inventIpv6(address: string, chance: Chance): string {
  const group = () => Math.floor(chance() * 0x10000).toString(16);
  const lower = address.toLowerCase();
  const range = /^fe[89ab]/.test(lower) ? "fe80:" : /^f[cd]/.test(lower) ? "fd00" : "2001:db8";
  return `${range}:${group()}:${group()}::${group()}`;
}

/** A locally administered address: no maker's. */
export function inventMac(address: string, chance: Chance): string {
  const byte = () => Math.floor(chance() * 256).toString(16).padStart(2, "0");
  const separator = address.includes("-") ? "-" : ":";
  return ["02", byte(), byte(), byte(), byte(), byte()].join(separator);
}
