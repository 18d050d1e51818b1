import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  ALERT_LIMIT,
  alertFacts,
  type AlertPreferences,
  DEFAULT_PREFERENCES,
  isQuietAt,
  lookForAlerts,
  modelFromSnapshot,
  NO_ALERT_MEMORY,
  REPEAT_MS,
  SETTLE_MS,
} from "../../lib/client/mod.ts";
import type { LinkInfo, NodeStatus } from "../../lib/wire/mod.ts";
import { ago, link, NOW_MS, snapshot, status } from "./builders.ts";

const MINUTE_MS = 60_000;
const keyed = (node: string, fields: Partial<LinkInfo> = {}) =>
  link(node, { current_tx: true, current_tx_since: ago(0), ...fields });

/** A viewer who looks at what is given, at instants counted from `NOW_MS`; knows node 1999 with these links already. */
function watcher(links: readonly LinkInfo[], preferences: Partial<AlertPreferences> = {}, minuteOfDay = 600) {
  let memory = NO_ALERT_MEMORY;
  const look = (afterMs: number, nodes: readonly NodeStatus[] | null) => {
    const step = lookForAlerts(memory, {
      facts: nodes && alertFacts(modelFromSnapshot(snapshot({ nodes }))),
      nowMs: NOW_MS + afterMs,
      minuteOfDay,
      preferences: { ...DEFAULT_PREFERENCES.alerts, ...preferences },
    });
    memory = step.memory;
    return step.alerts.map(({ title, body }) => `${title}. ${body}`);
  };
  deepStrictEqual(look(-SETTLE_MS, [status(links)]), []);
  return look;
}

Deno.test("lookForAlerts calls for talk after quiet, once, and not for the next voice", () => {
  const look = watcher([link("2000", { callsign: "W1ABC", last_heard_at: ago(720) }), link("2001")]);
  deepStrictEqual(look(0, [status([keyed("2000", { callsign: "W1ABC" }), link("2001")])]), [
    "W1ABC (2000) talks on 1999. After 12 min of quiet".replaceAll(" min", "\u00a0min"),
  ]);
  deepStrictEqual(look(5_000, [status([link("2000"), keyed("2001")])]), []);
  deepStrictEqual(look(8_000, [status([link("2000"), link("2001")])]), []);
  const soon = 8_000 + 5 * MINUTE_MS - 1;
  deepStrictEqual(look(soon, [status([link("2000"), keyed("2001")])]), [], "not yet quiet for five minutes");
  deepStrictEqual(look(soon + 1_000, [status([link("2000"), link("2001")])]), []);
  strictEqual(look(soon + 7 * MINUTE_MS, [status([link("2000"), keyed("2001")])]).length, 1);
});

Deno.test("lookForAlerts calls for the local receiver and for one that was never heard", () => {
  const look = watcher([]);
  deepStrictEqual(look(0, [status([], { rx_keyed: true })]), [
    "The local receiver talks on 1999. The first to be heard",
  ]);
});

Deno.test("lookForAlerts calls for links that come and go, not for those that are only tried", () => {
  const look = watcher([link("2000")]);
  const tried = link("2001", { link_state: "CONNECTING" });
  deepStrictEqual(look(0, [status([link("2000"), tried])]), []);
  deepStrictEqual(look(1, [status([link("2000"), link("2001")])]), ["2001 connected to 1999. Node 1999"]);
  deepStrictEqual(look(2, [status([link("2001")])]), ["2000 disconnected from 1999. Node 1999"]);
});

Deno.test("lookForAlerts calls only for what is watched", () => {
  const none = { talk: false, linkUp: false, linkDown: false };
  const one = watcher([link("2000"), link("2001")], { watches: [{ ...none, subject: "2001", talk: true }] });
  deepStrictEqual(one(0, [status([keyed("2000"), link("2001")])]), []);
  deepStrictEqual(
    one(1, [status([keyed("2000"), keyed("2001")])]).length,
    1,
    "that link, whoever else talks",
  );
  deepStrictEqual(one(2, [status([link("2001")])]), []);
  const node = watcher([link("2000")], { watches: [{ ...none, subject: "1999", linkDown: true }] });
  deepStrictEqual(node(0, [status([keyed("2000"), link("2001")])]), []);
  deepStrictEqual(node(1, [status([link("2001")])]).length, 1);
  deepStrictEqual(watcher([link("2000")], { watches: [] })(0, [status()]), []);
});

Deno.test("lookForAlerts learns anew after Nexus or Asterisk was away, and calls for nothing of it", () => {
  const look = watcher([link("2000"), link("2001")]);
  deepStrictEqual(look(0, null), []);
  deepStrictEqual(look(1_000, [status([link("2000")])]), [], "went while nobody could see");
  deepStrictEqual(look(2_000, [status([link("2000"), link("2002")])]), [], "links come in one by one");
  deepStrictEqual(look(3_000, [status([], { stale: true })]), [], "Asterisk is away");
  deepStrictEqual(look(4_000, [status([link("2000"), link("2002")])]), []);
  deepStrictEqual(look(5_000 + SETTLE_MS, [status([link("2000")])]).length, 1);
});

Deno.test("lookForAlerts calls once a minute for a link that flaps, and never more than five times", () => {
  const look = watcher([link("2000")], {
    watches: [{ subject: "2000", talk: false, linkUp: true, linkDown: false }],
  });
  const told: number[] = [];
  for (let ms = 0; ms < 3 * REPEAT_MS; ms += 10_000) {
    look(ms, [status()]);
    told.push(look(ms + 5_000, [status([link("2000")])]).length);
  }
  strictEqual(told.reduce((sum, each) => sum + each), 3);
  const many = watcher([]);
  const links = Array.from({ length: 20 }, (_, index) => link(String(3000 + index)));
  strictEqual(many(0, [status(links)]).length, ALERT_LIMIT);
  deepStrictEqual(many(1_000, [status([...links, link("4000")])]), []);
  strictEqual(many(REPEAT_MS, [status([...links, link("4000"), link("4001")])]).length, 1);
});

Deno.test("lookForAlerts calls for nothing in quiet hours, and not for it afterwards", () => {
  const quietHours = { fromMinute: 1320, toMinute: 420 };
  const look = watcher([], { quietHours }, 60);
  deepStrictEqual(look(0, [status([link("2000")])]), []);
  deepStrictEqual(look(1_000, [status([link("2000")])]), []);
});

Deno.test("isQuietAt knows nights that lie across midnight", () => {
  const night = { fromMinute: 1320, toMinute: 420 };
  deepStrictEqual([1319, 1320, 0, 419, 420].map((minute) => isQuietAt(night, minute)), [
    false,
    true,
    true,
    true,
    false,
  ]);
  const noon = { fromMinute: 720, toMinute: 780 };
  deepStrictEqual([719, 720, 779, 780].map((minute) => isQuietAt(noon, minute)), [false, true, true, false]);
  strictEqual(isQuietAt({ fromMinute: 60, toMinute: 60 }, 60), false);
  strictEqual(isQuietAt(null, 0), false);
});
