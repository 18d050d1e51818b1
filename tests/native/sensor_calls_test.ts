import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { LIBRARY_PATHS } from "../../lib/native/mod.ts";
import { SENSOR_SYMBOLS, sensorCalls } from "../../lib/native/sensor_calls.ts";

/** The calls over files that exist only here, and what was opened and closed. */
function fakeFiles(files: Readonly<Record<string, string>>) {
  const opened: string[] = [];
  const closed: number[] = [];
  const calls = sensorCalls({
    open(path, flags) {
      strictEqual(flags, 0o2000000, "to be read, and closed for other programs");
      const text = path instanceof Uint8Array ? new TextDecoder().decode(path) : "";
      const name = text.replace(/\0$/, "");
      if (!(name in files)) return -1;
      return opened.push(name);
    },
    read(fd, into, length) {
      const bytes = new TextEncoder().encode(files[opened[fd - 1] ?? ""]).subarray(0, Number(length));
      if (into instanceof Uint8Array) into.set(bytes);
      return BigInt(bytes.byteLength);
    },
    close: (fd) => (closed.push(fd), 0),
  });
  return { calls, opened, closed };
}

const ZONE = "/sys/class/thermal/thermal_zone3";

Deno.test("sensorCalls reads name and value of a sensor, and leaves nothing open", () => {
  const { calls, opened, closed } = fakeFiles({
    [`${ZONE}/type`]: "cpu-thermal\n",
    [`${ZONE}/temp`]: "48312\n",
    "/sys/class/hwmon/hwmon0/name": "coretemp\n",
    "/sys/class/hwmon/hwmon0/temp1_input": "52000\n",
  });
  deepStrictEqual(calls.read("thermal", 3), { name: "cpu-thermal", value: "48312" });
  deepStrictEqual(calls.read("hwmon", 0), { name: "coretemp", value: "52000" });
  deepStrictEqual([opened.length, closed], [4, [1, 2, 3, 4]]);
});

Deno.test("sensorCalls tells of no sensor that is not there, says nothing, or has no such number", () => {
  const { calls, opened, closed } = fakeFiles({ [`${ZONE}/type`]: "cpu\n", [`${ZONE}/temp`]: "" });
  for (const index of [3, 4, -1, 32, 1.5, NaN]) strictEqual(calls.read("thermal", index), null);
  deepStrictEqual([opened.length, closed.length], [2, 2]);
});

Deno.test("sensorCalls works with the C library, where there is one", () => {
  const path = LIBRARY_PATHS.find((each) => existsSync(each));
  if (path === undefined) return; // no such system: nothing is read there
  const library = Deno.dlopen(path, SENSOR_SYMBOLS);
  try {
    strictEqual(sensorCalls(library.symbols).read("hwmon", -1), null);
    const name = new TextEncoder().encode(`${new URL("../../deno.json", import.meta.url).pathname}\0`);
    const fd = library.symbols.open(name, 0o2000000);
    const bytes = new Uint8Array(1);
    strictEqual(Number(library.symbols.read(fd, bytes, 1n)), 1);
    strictEqual(library.symbols.close(fd), 0);
    strictEqual(String.fromCharCode(...bytes), "{");
  } finally {
    library.close();
  }
});

function existsSync(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
