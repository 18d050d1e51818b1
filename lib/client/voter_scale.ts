import { UNKNOWN } from "./format.ts";

/** How signals are written: as the voter's own number, 0 to 255, or in percent of that. */
export type VoterScale = "number" | "percent";

/** The strongest signal. */
export const MAX_SIGNAL = 255;

/** As wide as a digit. */
const FIGURE_SPACE = "\u2007";

/** The cookie that remembers it, so that the server renders the page so at once; the address says the same. */
const COOKIE = "nexus_signal";
const PARAMETER = "signal";

/** A year: as long as browsers keep what is renewed now and then. */
const KEPT_SECONDS = 31_536_000;

/** The scale that the address asks for, else the one that the cookies remember. */
export function voterScale(params: URLSearchParams, cookies: string | null): VoterScale {
  const asked = readScale(params.get(PARAMETER));
  if (asked !== null) return asked;
  for (const part of (cookies ?? "").split(";")) {
    const [name, text = ""] = part.trim().split("=");
    if (name === COOKIE) return readScale(text) ?? "number";
  }
  return "number";
}

/** What the address of a page of voters says of a scale. */
export function scaleAddress(scale: VoterScale): string {
  return `?${PARAMETER}=${scale}`;
}

/** The cookie that remembers a scale for all pages below `basePath`. */
export function scaleCookie(scale: VoterScale, basePath: string): string {
  return `${COOKIE}=${scale}; path=${basePath}/; max-age=${KEPT_SECONDS}; samesite=lax`;
}

/** A signal as text of a steady width: `166`, ` 65 %`; a dash where there is none. */
export function signalText(rssi: number | null, scale: VoterScale): string {
  if (rssi === null) return UNKNOWN.padStart(3, FIGURE_SPACE);
  const number = scale === "number" ? rssi : Math.round(rssi / MAX_SIGNAL * 100);
  return `${String(number).padStart(3, FIGURE_SPACE)}${scale === "number" ? "" : "\u00a0%"}`;
}

/** A signal for who hears it: `166 of 255`, `65 percent`. */
export function spokenSignal(rssi: number, scale: VoterScale): string {
  return scale === "number" ? `${rssi} of ${MAX_SIGNAL}` : `${Math.round(rssi / MAX_SIGNAL * 100)} percent`;
}

function readScale(text: string | null): VoterScale | null {
  return text === "number" || text === "percent" ? text : null;
}
