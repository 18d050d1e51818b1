import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  DEFAULT_PREFERENCES,
  isSubject,
  isZone,
  LAST_HEARD_KEY,
  parsePreferences,
  PREFERENCES_KEY,
  WATCH_LIMIT,
} from "../../lib/client/mod.ts";
import { PREFERENCES_EVENT } from "../../lib/client/preference_store.ts";

const read = (value: unknown) => parsePreferences(JSON.stringify(value));

Deno.test("parsePreferences gives back what was kept", () => {
  const kept = {
    theme: "dark",
    density: "compact",
    hours: "12",
    temperature: "fahrenheit",
    zone: "Europe/Berlin",
    shortcuts: false,
    alerts: {
      notifications: true,
      sounds: true,
      watches: [{ subject: "1999", talk: true, linkUp: false, linkDown: true }],
      quietMinutes: 60,
      quietHours: { fromMinute: 1320, toMinute: 420 },
    },
  };
  deepStrictEqual(read(kept), kept);
  deepStrictEqual(read(DEFAULT_PREFERENCES), DEFAULT_PREFERENCES);
});

Deno.test("parsePreferences takes the default for each part that is missing or broken, and keeps the others", () => {
  for (const text of [null, "", "{", "null", "7", "[]", '"dark"']) {
    deepStrictEqual(parsePreferences(text), DEFAULT_PREFERENCES, String(text));
  }
  const broken = read({
    theme: "pink",
    density: "compact",
    zone: "Mars/Olympus",
    alerts: { quietMinutes: -1 },
  });
  deepStrictEqual(broken, { ...DEFAULT_PREFERENCES, density: "compact" });
  strictEqual(read({ alerts: { quietHours: { fromMinute: 1440, toMinute: 0 } } }).alerts.quietHours, null);
  deepStrictEqual(
    read({ alerts: { watches: [{ subject: "<b>", talk: true }, null, { subject: "KF8S", talk: 1 }] } }).alerts
      .watches,
    [{ subject: "KF8S", talk: false, linkUp: false, linkDown: false }],
  );
});

Deno.test("parsePreferences bounds the watches, and keeps one for each subject", () => {
  const watches = Array.from({ length: 100 }, (_, index) => ({ subject: String(2000 + index), talk: true }));
  strictEqual(read({ alerts: { watches } }).alerts.watches.length, WATCH_LIMIT);
  const twice =
    read({ alerts: { watches: [{ subject: "1" }, { subject: "1", talk: true }] } }).alerts.watches;
  deepStrictEqual(twice.map((watch) => [watch.subject, watch.talk]), [["1", true]]);
});

Deno.test("parsePreferences reads its own output again, whatever came in", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const once = read(value);
    deepStrictEqual(read(once), once);
  }));
});

Deno.test("isSubject and isZone take what there is, and nothing else", () => {
  for (const good of ["*", "1999", "KF8S-P", "W1ABC_2", "a.b"]) ok(isSubject(good), good);
  for (const bad of ["", "**", "1 2", "<", "x".repeat(33)]) ok(!isSubject(bad), bad);
  for (const good of ["browser", "UTC", "America/New_York"]) ok(isZone(good), good);
  for (const bad of ["", "Nowhere", 1, null]) ok(!isZone(bad), String(bad));
});

Deno.test("the scripts in static/ use the keys and events of the pages", async () => {
  const read = (name: string) => Deno.readTextFile(new URL(`../../static/${name}`, import.meta.url));
  const theme = await read("theme.js");
  ok(theme.includes(`"${PREFERENCES_KEY}"`));
  ok(theme.includes(`"${PREFERENCES_EVENT}"`));
  ok((await read("offline.js")).includes(`"${LAST_HEARD_KEY}"`));
  match(await read("sw.js"), /const KEY = "__frsh_c"/);
});
