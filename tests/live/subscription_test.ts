import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { changedSubscription, EVERYTHING, isOriginAllowed, parseResume } from "../../lib/live/mod.ts";
import type { Topic } from "../../lib/wire/mod.ts";
import { nodeStatus, talkerEvent } from "../wire/samples.ts";
import { bench, event } from "./support.ts";

const subscribe = (topics: Topic[], nodes: string[] = []) => ({ type: "subscribe", topics, nodes }) as const;
const unsubscribe = (topics: Topic[], nodes: string[] = []) =>
  ({ type: "unsubscribe", topics, nodes }) as const;

Deno.test("changedSubscription narrows from everything with the first choice and adds with the next", () => {
  const first = changedSubscription(EVERYTHING, subscribe(["links"], ["1999"]));
  deepStrictEqual([first?.topics, first?.nodes], [new Set(["links"]), new Set(["1999"])]);
  const second = first && changedSubscription(first, subscribe(["nodes"], ["2001"]));
  deepStrictEqual([second?.topics, second?.nodes], [new Set(["links", "nodes"]), new Set(["1999", "2001"])]);
});

Deno.test("changedSubscription takes topics away, from everything too", () => {
  const less = changedSubscription(EVERYTHING, unsubscribe(["calls", "pbx", "ami"]));
  deepStrictEqual(less?.topics, new Set(["nodes", "links", "talkers"]));
  const none = less && changedSubscription(less, unsubscribe(["nodes", "links", "talkers"]));
  strictEqual(none?.muted, true);
  const again = none && changedSubscription(none, subscribe(["talkers"]));
  deepStrictEqual([again?.muted, again?.topics], [false, new Set(["talkers"])]);
});

Deno.test("changedSubscription refuses to take a node from every node", () => {
  strictEqual(changedSubscription(EVERYTHING, unsubscribe([], ["1999"])), null);
});

Deno.test("LiveSession sends nothing of nodes once the last chosen one is given up", () => {
  const { open, publish } = bench();
  const { port, session } = open({ nodes: ["1999"] });
  const changed = changedSubscription(session.subscription, unsubscribe([], ["1999"]));
  if (changed) session.resubscribe(changed);
  port.clear();
  publish(event("STATUS_UPDATE", nodeStatus()), event("STATUS_UPDATE", nodeStatus({ node_id: "2001" })));
  deepStrictEqual(port.types, []);
  const back = changedSubscription(session.subscription, subscribe([], ["2001"]));
  if (back) session.resubscribe(back);
  publish(event("STATUS_UPDATE", nodeStatus()), event("STATUS_UPDATE", nodeStatus({ node_id: "2001" })));
  deepStrictEqual(port.messages.map(({ messageType }) => messageType), [
    "TALKER_LOG_SNAPSHOT",
    "STATUS_UPDATE",
  ]);
});

Deno.test("LiveSession shows the state of what a client chooses anew, and only that", () => {
  const { open, publish, source } = bench();
  source.nodes = [nodeStatus(), nodeStatus({ node_id: "2001" })];
  source.log = [talkerEvent()];
  const { port, session } = open({ topics: ["links"] });
  const choose = (topics: Topic[], nodes: string[]) => {
    port.clear();
    session.resubscribe({ topics: new Set(topics), nodes: new Set(nodes), raw: false });
    return port.messages.map((message) =>
      message.messageType === "STATUS_UPDATE" ? message.data.node_id : message.messageType
    );
  };
  deepStrictEqual(choose(["links", "nodes"], ["1999"]), ["1999"]);
  deepStrictEqual(choose(["links", "nodes"], ["1999", "2001"]), ["2001"]);
  deepStrictEqual(choose(["links", "nodes", "talkers"], ["1999"]), ["TALKER_LOG_SNAPSHOT"]);
  deepStrictEqual(choose(["talkers"], ["1999", "2001"]), ["TALKER_LOG_SNAPSHOT"], "of one node more");
  deepStrictEqual(choose(["talkers"], ["2001"]), []);
  deepStrictEqual(choose([], []), ["1999", "2001", "TALKER_LOG_SNAPSHOT"]);
  publish(event("TALKER_EVENT", talkerEvent()));
  deepStrictEqual(port.seqs.at(-1), 1, "its place in the stream stays");
});

Deno.test("LiveSession leaves a muted client only what everybody gets", () => {
  const { open, publish, clock, hub } = bench();
  hub.start();
  const { port, session } = open();
  session.resubscribe({ ...EVERYTHING, muted: true });
  port.clear();
  publish(event("STATUS_UPDATE", nodeStatus()), event("TALKER_EVENT", talkerEvent()));
  session.reply("PONG", {});
  clock.advance(10_000);
  deepStrictEqual([...new Set(port.types)], ["PONG", "HEARTBEAT"]);
  hub.stop();
});

Deno.test("parseResume reads epoch and number and nothing else", () => {
  deepStrictEqual(parseResume("e1-42"), { epoch: "e1", seq: 42 });
  deepStrictEqual(parseResume("0f3a9c-0"), { epoch: "0f3a9c", seq: 0 });
  const bad = [
    "",
    "42",
    "e1-",
    "-42",
    "e1--42",
    "e1-4.2",
    "e1-42 ",
    "e-1-42",
    `e1-${"9".repeat(16)}`,
    "e1-42\n",
  ];
  for (const text of bad) strictEqual(parseResume(text), undefined, text);
});

Deno.test("isOriginAllowed lets in the own host, configured origins, and who names none", () => {
  const allowed = (origin: string | null, host: string, configured: string[] = []) =>
    isOriginAllowed(
      new Headers(origin === null ? { Host: host } : { Host: host, Origin: origin }),
      configured,
    );
  strictEqual(allowed(null, "nexus:8080"), true);
  strictEqual(allowed("http://nexus:8080", "nexus:8080"), true);
  strictEqual(allowed("https://nexus", "nexus"), true);
  strictEqual(allowed("https://nexus", "nexus:443"), true);
  strictEqual(allowed("http://NEXUS", "nexus"), true);
  strictEqual(allowed("https://club.example", "nexus", ["https://club.example"]), true);
  strictEqual(allowed("http://club.example", "nexus", ["https://club.example"]), false, "another scheme");
  strictEqual(allowed("http://nexus:8081", "nexus:8080"), false, "another port");
  strictEqual(allowed("http://nexus.evil.example", "nexus"), false);
  for (const origin of ["null", "", "nexus", "http://", "file://nexus", "javascript://nexus"]) {
    strictEqual(allowed(origin, "nexus"), false, origin);
  }
});
