import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  minuteOfDay,
  writeInstant,
  writeShortInstant,
  writeTimeOfDay,
  zoneName,
} from "../../lib/client/mod.ts";

const AT_MS = Date.parse("2026-02-12T13:05:04Z");

Deno.test("writeInstant writes in the hours and zone that were chosen, in UTC without a choice", () => {
  strictEqual(writeInstant(AT_MS, null), "2026-02-12 13:05:04 UTC");
  strictEqual(writeInstant(AT_MS, { hours: "24", zone: "UTC" }), "2026-02-12 13:05:04 UTC");
  strictEqual(writeInstant(AT_MS, { hours: "12", zone: "UTC" }), "2026-02-12 1:05:04 PM UTC");
  strictEqual(writeInstant(AT_MS, { hours: "24", zone: "America/New_York" }), "2026-02-12 08:05:04 EST");
  const midnight = Date.parse("2026-02-12T23:30:00Z");
  strictEqual(writeInstant(midnight, { hours: "24", zone: "Europe/Berlin" }), "2026-02-13 00:30:00 GMT+1");
  strictEqual(writeTimeOfDay(AT_MS, { hours: "12", zone: "America/New_York" }), "8:05:04 AM EST");
  strictEqual(writeTimeOfDay(AT_MS, null), "13:05:04 UTC");
});

Deno.test("writeInstant writes nothing for what is no instant", () => {
  for (const none of [null, NaN, Infinity, 9e15]) {
    strictEqual(writeInstant(none, { hours: "24", zone: "UTC" }), "", String(none));
    strictEqual(writeTimeOfDay(none, { hours: "24", zone: "UTC" }), "", String(none));
  }
});

Deno.test("writeShortInstant writes to the minute or second without the zone, which zoneName gives", () => {
  const half = { hours: "12", zone: "America/New_York" } as const;
  strictEqual(writeShortInstant(AT_MS, null, "minute"), "2026-02-12 13:05");
  strictEqual(writeShortInstant(AT_MS, null, "second"), "2026-02-12 13:05:04");
  strictEqual(writeShortInstant(AT_MS, half, "minute"), "2026-02-12 8:05 AM");
  strictEqual(writeShortInstant(AT_MS, half, "second"), "2026-02-12 8:05:04 AM");
  strictEqual(writeShortInstant(AT_MS, { hours: "24", zone: "Asia/Kolkata" }, "minute"), "2026-02-12 18:35");
  strictEqual(writeShortInstant(NaN, half, "minute"), "");
  deepStrictEqual([zoneName(AT_MS, null), zoneName(AT_MS, half), zoneName(NaN, half)], ["UTC", "EST", "UTC"]);
});

Deno.test("minuteOfDay counts in the chosen zone", () => {
  strictEqual(minuteOfDay(AT_MS, { hours: "12", zone: "UTC" }), 785);
  strictEqual(minuteOfDay(AT_MS, { hours: "auto", zone: "Asia/Kolkata" }), 1115);
  strictEqual(minuteOfDay(Date.parse("2026-02-12T00:00:00Z"), { hours: "24", zone: "UTC" }), 0);
});
