import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import {
  cpuCelsius,
  hostFacts,
  type HostReader,
  HostWatch,
  LOOK_EVERY_MS,
  systemReader,
} from "../../lib/host/mod.ts";

const AT_MS = Date.UTC(2026, 1, 12, 10, 30);

/** A machine that is well, changed by `fields`. */
function reader(fields: Partial<HostReader> = {}): HostReader {
  return {
    cpuCelsius: () => 48.3,
    load: () => [0.2, 0.4, 0.6],
    cpus: 4,
    memory: () => ({ totalBytes: 1_000, freeBytes: 600 }),
    disk: () => ({ totalBytes: 32e9, freeBytes: 21e9 }),
    uptimeSec: () => 3_600,
    ...fields,
  };
}

/** Sensors by kind: `[name, value]` at their numbers. */
function sensors(
  thermal: readonly (readonly [string, string] | null)[],
  hwmon: readonly (readonly [string, string] | null)[] = [],
) {
  return {
    read(kind: "thermal" | "hwmon", index: number) {
      const found = (kind === "thermal" ? thermal : hwmon)[index] ?? null;
      return found && { name: found[0], value: found[1] };
    },
  };
}

Deno.test("hostFacts tells every measure and how it stands", () => {
  deepStrictEqual(hostFacts(reader(), AT_MS), {
    at: "2026-02-12T10:30:00.000Z",
    cpu: { celsius: 48.3, state: "good" },
    load: { averages: [0.2, 0.4, 0.6], cpus: 4, state: "good" },
    memory: { total_bytes: 1_000, free_bytes: 600, state: "good" },
    disk: { total_bytes: 32e9, free_bytes: 21e9, state: "good" },
    uptime_seconds: 3_600,
  });
});

Deno.test("hostFacts says what is worth a look, and what is bad, from the very limit on", () => {
  const cpu = (celsius: number) => hostFacts(reader({ cpuCelsius: () => celsius }), AT_MS).cpu?.state;
  deepStrictEqual([59.9, 60, 74.9, 75].map(cpu), ["good", "warn", "warn", "bad"]);
  const load = (five: number) => hostFacts(reader({ load: () => [99, five, 99] }), AT_MS).load?.state;
  deepStrictEqual([3.9, 4, 7.9, 8].map(load), ["good", "warn", "warn", "bad"]);
  const memory = (freeBytes: number) =>
    hostFacts(reader({ memory: () => ({ totalBytes: 1_000, freeBytes }) }), AT_MS).memory?.state;
  deepStrictEqual([100, 99, 50, 49, 0].map(memory), ["good", "warn", "warn", "bad", "bad"]);
  const disk = (freeBytes: number) =>
    hostFacts(reader({ disk: () => ({ totalBytes: 32e9, freeBytes }) }), AT_MS).disk?.state;
  deepStrictEqual([1e9, 1e9 - 1, 2e8, 2e8 - 1].map(disk), ["good", "warn", "warn", "bad"]);
});

Deno.test("hostFacts says nothing of what nobody tells", () => {
  const nothing = () => null;
  const silent = { cpuCelsius: nothing, load: nothing, memory: nothing, disk: nothing, uptimeSec: nothing };
  deepStrictEqual(hostFacts(reader(silent), AT_MS), {
    at: "2026-02-12T10:30:00.000Z",
    cpu: null,
    load: null,
    memory: null,
    disk: null,
    uptime_seconds: null,
  });
  strictEqual(hostFacts(reader({ memory: () => ({ totalBytes: 0, freeBytes: 0 }) }), AT_MS).memory, null);
});

Deno.test("cpuCelsius takes the zone of the processor, else its chip, else the first zone", () => {
  const board = ["acpitz", "27800"] as const;
  strictEqual(cpuCelsius(sensors([["cpu-thermal", "48312"]])), 48.3);
  strictEqual(cpuCelsius(sensors([board, null, ["x86_pkg_temp", "61000"]], [["k10temp", "50000"]])), 61);
  strictEqual(cpuCelsius(sensors([board], [["nvme", "33000"], null, ["k10temp", "52125"]])), 52.1);
  strictEqual(cpuCelsius(sensors([board], [["nvme", "33000"]])), 27.8);
  strictEqual(cpuCelsius(sensors([], [["nvme", "33000"]])), null, "a disk is no processor");
});

Deno.test("cpuCelsius believes no broken sensor", () => {
  for (const value of ["", "hot", "1e3", "99999999", "-274000", "150000", "48 312", "0x10"]) {
    strictEqual(cpuCelsius(sensors([["cpu-thermal", value]])), null, value);
  }
  strictEqual(cpuCelsius(sensors([["cpu-thermal", "-12500"]])), -12.5);
});

Deno.test("HostWatch looks when it starts and every 30 s, until it is stopped", async () => {
  const clock = new VirtualClock(AT_MS);
  let looks = 0;
  const watch = new HostWatch(clock, reader({ cpuCelsius: () => 40 + looks++ }));
  deepStrictEqual([watch.facts.cpu, looks], [null, 0]);
  watch.start();
  watch.start();
  deepStrictEqual([watch.facts.cpu?.celsius, looks], [40, 1]);
  await clock.advance(LOOK_EVERY_MS - 1);
  strictEqual(looks, 1);
  await clock.advance(1);
  deepStrictEqual([watch.facts.cpu?.celsius, watch.facts.at], [41, "2026-02-12T10:30:30.000Z"]);
  watch.stop();
  await clock.advance(10 * LOOK_EVERY_MS);
  strictEqual(looks, 2);
});

Deno.test("systemReader tells of this machine, and of nothing where it may not or cannot look", () => {
  const here = systemReader(Deno.cwd(), sensors([["cpu-thermal", "48312"]]));
  strictEqual(here.cpuCelsius(), 48.3);
  const disk = here.disk();
  strictEqual(disk !== null && disk.totalBytes >= disk.freeBytes && disk.freeBytes > 0, true);
  const memory = here.memory();
  strictEqual(memory !== null && memory.totalBytes >= memory.freeBytes && memory.freeBytes > 0, true);
  strictEqual((here.uptimeSec() ?? 0) > 0 && here.cpus >= 1 && here.load()?.length === 3, true);
  const nowhere = systemReader("/nowhere/at/all", null);
  deepStrictEqual([nowhere.cpuCelsius(), nowhere.disk()], [null, null]);
});
