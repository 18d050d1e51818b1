import type { Sensors } from "./types.ts";

/** More zones and chips than any machine of this kind has. */
const LOOKED_AT = 16;

/** Thermal zones of processors: `cpu-thermal` of a Pi, `x86_pkg_temp`, `soc_thermal`, `cluster0_thermal`. */
const CPU_ZONE = /cpu|x86_pkg|soc|cluster/i;

/** Chips that measure processors: of Intel, of AMD, of a Pi, and of others of its kind. */
const CPU_CHIP = /^(coretemp|k10temp|zenpower|cpu_thermal|cpu.*|soc.*)$/i;

/** Beyond these a sensor is broken, or not there. */
const LEAST_CELSIUS = -50;
const MOST_CELSIUS = 150;

/**
 * The temperature of the processor, in degrees Celsius: of the first zone that is called after one, else of the first such chip,
 * else of the first zone there is; `null` where nothing tells.
 */
export function cpuCelsius(sensors: Sensors): number | null {
  const zones = listOf(sensors, "thermal");
  const zone = zones.find(({ name }) => CPU_ZONE.test(name));
  if (zone) return zone.celsius;
  const chip = listOf(sensors, "hwmon").find(({ name }) => CPU_CHIP.test(name));
  return (chip ?? zones[0])?.celsius ?? null;
}

function listOf(sensors: Sensors, kind: "thermal" | "hwmon") {
  const found: { readonly name: string; readonly celsius: number }[] = [];
  for (let index = 0; index < LOOKED_AT; index++) {
    const reading = sensors.read(kind, index);
    const celsius = reading === null ? null : celsiusOf(reading.value);
    if (reading !== null && celsius !== null) found.push({ name: reading.name, celsius });
  }
  return found;
}

/** Thousandths of a degree, to a tenth. */
function celsiusOf(text: string): number | null {
  if (!/^-?\d{1,7}$/.test(text)) return null;
  const celsius = Math.round(Number(text) / 100) / 10;
  return celsius > LEAST_CELSIUS && celsius < MOST_CELSIUS ? celsius : null;
}
