import type { DirectoryEntry } from "./types.ts";

/**
 * Made-up names. No country issues call signs that begin with Q, node numbers from 990000 are not assigned, and
 * the addresses are those reserved for documentation.
 */
const PLACES = [
  "Saltmere",
  "Wethercombe",
  "Eldermoor",
  "Pinhollow",
  "Brackwater",
  "Thornby Flats",
  "Gullpoint",
  "Marrowdale",
  "Stonewick",
  "Larkfield",
  "Dunmarsh",
  "Foxley Rise",
  "Amberly",
  "Kettle Bay",
  "Northfen",
  "Quarry Bank",
] as const;

const STATIONS = ["Hotspot", "Repeater", "Base Station", "UHF Link", "VHF Repeater", "Shack Node"] as const;
const REGIONS = ["East Arden", "Isle of Mere", "Lower Vale", "Westmark"] as const;
const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

/** A made-up entry for the `index`th of a series; different for every index below some thousands. */
export function inventedEntry(index: number, peer: string, answersAfterMs: number | null): DirectoryEntry {
  const place = PLACES[(index * 7) % PLACES.length] ?? PLACES[0];
  const station = STATIONS[(index * 5) % STATIONS.length] ?? STATIONS[0];
  const region = REGIONS[index % REGIONS.length] ?? REGIONS[0];
  return {
    callsign: inventedCallsign(index),
    description: station,
    location: `${place}, ${region}`,
    peer,
    answersAfterMs,
  };
}

/** An address of a documentation range (RFC 5737) for the `index`th peer. */
export function inventedAddress(index: number): string {
  const ranges = ["192.0.2", "198.51.100", "203.0.113"];
  return `${ranges[index % ranges.length]}.${1 + (index * 11) % 250}`;
}

/** `QX`, a digit and three letters. */
function inventedCallsign(index: number): string {
  let rest = index * 2_654 + 977; // spreads neighbours over the letters; odd steps reach every suffix
  let suffix = "";
  for (let count = 0; count < 3; count++) {
    suffix += LETTERS[rest % LETTERS.length];
    rest = Math.floor(rest / LETTERS.length);
  }
  return `QX${index % 10}${suffix}`;
}
