import { strictEqual } from "node:assert/strict";
import {
  isThroughLink,
  type OnAir,
  OnAirNews,
  type Talker,
  talkerAbout,
  talkerName,
  talkerWay,
} from "../../lib/client/mod.ts";
import { NOW_MS } from "./builders.ts";

function talker(node: string, fields: Partial<Talker> = {}): Talker {
  return {
    key: node,
    node,
    local: false,
    callsign: null,
    description: null,
    location: null,
    on: [{ nodeId: "1999", name: "" }],
    atMs: NOW_MS - 5_000,
    doubles: false,
    ...fields,
  };
}

function talking(...talkers: readonly Talker[]): OnAir {
  return { kind: "talking", talkers, unheard: [] };
}

const QUIET: OnAir = { kind: "quiet", last: null, unheard: [] };

Deno.test("talkerName, talkerAbout and talkerWay say each thing once", () => {
  const known = talker("2000", { callsign: "W1ABC", description: " Hub ", location: "Boston" });
  strictEqual(
    [talkerName(known), talkerAbout(known), talkerWay(known)].join("; "),
    "W1ABC; Hub, Boston; through 2000 on 1999",
  );
  const unnamed = talker("2000", { description: "Hub", location: " " });
  strictEqual([talkerName(unnamed), talkerAbout(unnamed)].join("; "), "Hub; ");
  const phone = talker("KF8S", { on: [{ nodeId: "1999", name: "Hilltop" }, { nodeId: "1998", name: "" }] });
  strictEqual([talkerName(phone), talkerWay(phone)].join("; "), "KF8S; on 1999 Hilltop and 1998");
  strictEqual(isThroughLink(phone), false);
  const local = talker("1999", { local: true, callsign: "W1AW", location: "Newington" });
  strictEqual(
    [talkerName(local), talkerAbout(local), talkerWay(local)].join("; "),
    "Local receiver; W1AW, Newington; on 1999",
  );
  strictEqual(talkerAbout({ ...local, on: [{ nodeId: "1999", name: "W1AW" }] }), "Newington");
});

Deno.test("OnAirNews tells each talker once, after a second, and nothing of those who talked before", () => {
  const news = new OnAirNews();
  const before = talker("2000");
  strictEqual(news.tell(talking(before), NOW_MS), "");
  const second = talker("2001", { callsign: "W1ABC", atMs: NOW_MS });
  strictEqual(news.tell(talking(before, second), NOW_MS + 900), "", "a kerchunk is not worth a word");
  const told = "On air: W1ABC through 2001 on 1999";
  strictEqual(news.tell(talking(before, second), NOW_MS + 1_000), told);
  strictEqual(news.tell(talking(before, second), NOW_MS + 60_000), told, "not again by the second");
});

Deno.test("OnAirNews falls silent when a talker stops, so that the same one is told again", () => {
  const news = new OnAirNews();
  strictEqual(news.tell(QUIET, NOW_MS), "");
  strictEqual(news.tell(talking(talker("2000")), NOW_MS), "On air: 2000 on 1999");
  strictEqual(news.tell(QUIET, NOW_MS), "");
  const two = talking(talker("2000"), talker("1999", { local: true, atMs: null }));
  strictEqual(news.tell(two, NOW_MS), "On air: 2000 on 1999, and Local receiver on 1999");
  strictEqual(news.tell({ kind: "stale", talkers: [talker("2002")], last: null, asOfMs: null }, NOW_MS), "");
});
