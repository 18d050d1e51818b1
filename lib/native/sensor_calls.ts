/** Where the kernel tells of temperatures: its thermal zones, and the chips that measure. */
export type SensorKind = "thermal" | "hwmon";

/** What one sensor is called and says, as the kernel writes it. */
export interface SensorReading {
  readonly name: string;
  /** Thousandths of a degree Celsius, as text. */
  readonly value: string;
}

/** The temperatures of the machine. Only they can be read by this: every address is made here, out of a kind and a number. */
export interface SensorCalls {
  /** One of the first 32 sensors of a kind; `null` where there is none, or it says nothing. */
  read(kind: SensorKind, index: number): SensorReading | null;
}

/** The calls as `Deno.dlopen` wants them. `open` is declared with the two arguments that reading takes. */
export const SENSOR_SYMBOLS = {
  open: { parameters: ["buffer", "i32"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `O_RDONLY | O_CLOEXEC` on every machine that the program runs on. */
const READ_ONLY = 0o2000000;

/** Longer than any name or number of a sensor. */
const MOST_BYTES = 64;

const MOST_SENSORS = 32;

type Symbols = Deno.StaticForeignLibraryInterface<typeof SENSOR_SYMBOLS>;

/** The calls of an opened library. The runtime itself lets nobody read below `/sys` who may not do everything. */
export function sensorCalls(symbols: Symbols): SensorCalls {
  return {
    read(kind, index) {
      if (!Number.isInteger(index) || index < 0 || index >= MOST_SENSORS) return null;
      const [name, value] = pathsOf(kind, index).map((path) => readSmall(symbols, path));
      return name === null || value === null || name === undefined || value === undefined
        ? null
        : { name, value };
    },
  };
}

function pathsOf(kind: SensorKind, index: number): readonly [string, string] {
  return kind === "thermal"
    ? [`/sys/class/thermal/thermal_zone${index}/type`, `/sys/class/thermal/thermal_zone${index}/temp`]
    : [`/sys/class/hwmon/hwmon${index}/name`, `/sys/class/hwmon/hwmon${index}/temp1_input`];
}

/** The first bytes of a file as text without its line end; `null` where it cannot be read. */
function readSmall(symbols: Symbols, path: string): string | null {
  const fd = symbols.open(new TextEncoder().encode(`${path}\0`), READ_ONLY);
  if (fd < 0) return null;
  const bytes = new Uint8Array(MOST_BYTES);
  const length = Number(symbols.read(fd, bytes, BigInt(bytes.byteLength)));
  symbols.close(fd);
  return length <= 0 ? null : new TextDecoder().decode(bytes.subarray(0, length)).trim();
}
