import type { HostFacts, HostState } from "../wire/mod.ts";
import { formatSpan } from "./format.ts";
import type { Preferences } from "./preferences.ts";

/** In which unit temperatures are written. */
export type TemperatureUnit = "celsius" | "fahrenheit";

/** One measure of the machine, in words. */
export interface HostMeasure {
  readonly name: string;
  /** In few words, for a line of several. */
  readonly short: string;
  /** The same for a list; `null`: not known. */
  readonly long: string | null;
  readonly state: HostState | null;
  /** How it stands, in a word; empty where that cannot be said. */
  readonly word: string;
}

/** The countries that measure in Fahrenheit. */
const FAHRENHEIT_REGIONS = ["US", "BS", "BZ", "FM", "KY", "LR", "MH", "PW"];

/** The unit that a viewer chose, else that of the country which the browser's language is of. */
export function temperatureUnit(
  chosen: Preferences["temperature"],
  language: string | undefined,
): TemperatureUnit {
  if (chosen !== "auto") return chosen;
  return FAHRENHEIT_REGIONS.includes(regionOf(language) ?? "") ? "fahrenheit" : "celsius";
}

function regionOf(language: string | undefined): string | undefined {
  if (language === undefined) return undefined;
  try {
    return new Intl.Locale(language).maximize().region;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // no language
    throw error;
  }
}

/** A temperature without decimals, which sensors do not keep anyway: `52 °C`, `126 °F`. */
export function formatTemperature(celsius: number, unit: TemperatureUnit): string {
  return unit === "celsius"
    ? `${Math.round(celsius)}\u00a0°C`
    : `${Math.round(celsius * 9 / 5 + 32)}\u00a0°F`;
}

const WORDS = {
  CPU: { good: "normal", warn: "warm", bad: "hot" },
  Load: { good: "easy", warn: "busy", bad: "overloaded" },
  Memory: { good: "enough", warn: "short", bad: "nearly used up" },
  Disk: { good: "enough", warn: "low", bad: "nearly full" },
} as const;

const MB = 1_000_000;
const GB = 1_000_000_000;

/** Room as disks are sold: `610 MB`, `1.5 GB`, `128 GB`. */
function formatRoom(bytes: number): string {
  if (bytes < GB) return `${Math.round(bytes / MB)}\u00a0MB`;
  return `${(bytes / GB).toFixed(bytes < 10 * GB ? 1 : 0)}\u00a0GB`;
}

/** How the machine is, in words: every measure, known or not. */
export function hostMeasures(
  { cpu, load, memory, disk, uptime_seconds }: HostFacts,
  unit: TemperatureUnit,
): readonly HostMeasure[] {
  const degrees = cpu && formatTemperature(cpu.celsius, unit);
  const room = (each: HostFacts["disk"]) =>
    each && `${formatRoom(each.free_bytes)} of ${formatRoom(each.total_bytes)} free`;
  return [
    measure("CPU", cpu?.state, degrees, degrees),
    measure("Load", load?.state, load && loadText(load.averages[1]), load && loadWords(load)),
    measure("Memory", memory?.state, memory && `${percentOf(memory)}\u00a0% free`, room(memory)),
    measure("Disk", disk?.state, disk && `${formatRoom(disk.free_bytes)} free`, room(disk)),
    {
      name: "Up",
      short: uptime_seconds === null ? "" : formatSpan(uptime_seconds),
      long: uptime_seconds === null ? null : formatSpan(uptime_seconds),
      state: null,
      word: "",
    },
  ];
}

function measure(
  name: keyof typeof WORDS,
  state: HostState | undefined,
  short: string | null,
  long: string | null,
): HostMeasure {
  return { name, short: short ?? "", long, state: state ?? null, word: state ? WORDS[name][state] : "" };
}

function loadText(load: number): string {
  return load.toFixed(2);
}

function loadWords({ averages, cpus }: NonNullable<HostFacts["load"]>): string {
  const processors = cpus === 1 ? "1 processor" : `${cpus} processors`;
  return `${averages.map(loadText).join(", ")} in 1, 5 and 15 min, ${processors}`;
}

function percentOf({ free_bytes, total_bytes }: NonNullable<HostFacts["memory"]>): number {
  return Math.round(100 * free_bytes / total_bytes);
}

/** What asking how the machine is brought: facts, that this browser may not (any more), or nothing. */
export type HostReading =
  | { readonly kind: "read"; readonly facts: HostFacts }
  | { readonly kind: "ended" }
  | { readonly kind: "failed" };

/** Asks how the machine is. Never rejects. */
export async function readHost(address: string): Promise<HostReading> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if ([401, 403, 404].includes(response.status)) {
      await response.body?.cancel();
      return { kind: "ended" };
    }
    const body: unknown = await response.json();
    const data: unknown = Reflect.get(Object(body), "data");
    return isHostFacts(data) ? { kind: "read", facts: data } : { kind: "failed" };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: "failed" }; // Nexus is away: the line says how old it is
  }
}

function isHostFacts(value: unknown): value is HostFacts {
  return typeof value === "object" && value !== null &&
    typeof Reflect.get(value, "at") === "string" &&
    ["cpu", "load", "memory", "disk"].every((name) => typeof Reflect.get(value, name) === "object");
}
