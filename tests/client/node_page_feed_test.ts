import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { networkMark, NodePageFeed, type PartReading, readPart } from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import {
  type Envelope,
  isNetworkTree,
  isNodeDetail,
  isNodeHistory,
  type NetworkTree,
  type NodeDetail,
  type NodeHistory,
  type NodeStatus,
} from "../../lib/wire/mod.ts";
import { ago, link, message, NOW_MS, status, talk } from "./builders.ts";
import { nodeDetail, USUAL_FLAGS } from "../wire/samples.ts";

const DETAIL = nodeDetail();

const COMPLETE: NodeDetail = {
  ...DETAIL,
  flags: { ...USUAL_FLAGS, time_out_timer: null },
  flags_at: ago(1),
  counters: {
    keyups_today: 1,
    keyups_total: 1,
    kerchunks_today: null,
    kerchunks_total: null,
    time_outs_total: 0,
    tx_today_seconds: 1,
    tx_total_seconds: 1,
  },
  counters_at: ago(1),
};

const TREE: NetworkTree = { branches: [], unplaced: [], hops: [], unknown: 0 };
const NEW_TREE: NetworkTree = { ...TREE, hops: [1] };

const HISTORY: NodeHistory = {
  node_id: "1999",
  sessions: [],
  transmissions: [],
  days: [],
  generated_at: ago(0),
};

function setUp(detail = COMPLETE, node: NodeStatus = status([link("2000")])) {
  const clock = new VirtualClock(0);
  const read: string[] = [];
  const answers: {
    detail: PartReading<NodeDetail>;
    network: PartReading<NetworkTree>;
    history: PartReading<NodeHistory>;
  } = {
    detail: { kind: "read", value: detail },
    network: { kind: "read", value: NEW_TREE },
    history: { kind: "read", value: { ...HISTORY, generated_at: ago(-9) } },
  };
  const answer = <K extends keyof typeof answers>(part: K) => {
    read.push(part);
    return Promise.resolve(answers[part]);
  };
  const parts = {
    detail,
    tree: TREE,
    networkMark: networkMark(node),
    treeAtMs: NOW_MS,
    history: HISTORY,
    variables: { WX: "rain" },
  };
  const feed = new NodePageFeed("1999", parts, {
    clock,
    readDetail: () => answer("detail"),
    readNetwork: () => answer("network"),
    readHistory: () => answer("history"),
  });
  feed.start();
  /** What was read since the last time this was asked, after `ms`. */
  const readAfter = async (ms: number) => {
    await clock.advanceAsync(ms);
    return read.splice(0);
  };
  return { clock, feed, answers, readAfter };
}

Deno.test("NodePageFeed reads the switches once a minute, sooner a few times where something is missing", async () => {
  const { feed, readAfter } = setUp(DETAIL);
  const details = async (ms: number) => (await readAfter(ms)).filter((part) => part === "detail").length;
  strictEqual(await details(3_999), 0);
  strictEqual(await details(1), 1);
  strictEqual(await details(12_000), 3);
  strictEqual(await details(59_999), 0);
  strictEqual(await details(1), 1);
  feed.stop();
  const known = setUp();
  deepStrictEqual(await known.readAfter(59_000), []);
  known.feed.take(message("NODE_TX", { node: "1998", keyed: true, at: ago(0) }));
  deepStrictEqual(await known.readAfter(900), []);
  known.feed.stop();
});

Deno.test("NodePageFeed reads each part when a message says that it changed, and nothing else", async () => {
  const links = [link("2000")];
  const cases: [Envelope, string[]][] = [
    [message("STATUS_UPDATE", status(links)), []],
    [message("LINK_ADDED", [link("2001")]), ["network", "history"]],
    [message("LINK_ADDED", [link("2001", { local_node: "1998" })]), []],
    [message("LINK_REMOVED", [{ local_node: "1999", node: "2001" }]), ["network", "history"]],
    [message("TALKER_EVENT", talk("2000", 1, null)), []],
    [message("TALKER_EVENT", talk("2000", 2, 1)), ["history"]],
    [message("NODE_RX", { node: "1999", keyed: false, at: ago(0) }), ["detail"]],
    [message("STATUS_UPDATE", status([link("2000", { mode: "R" })])), ["network"]],
    [
      message("AMI_STATUS", { server: "home", state: "connected", attempt: 1, retry_in: null, error: null }),
      ["network", "history", "detail"],
    ],
  ];
  for (const [envelope, expected] of cases) {
    const { feed, readAfter, clock } = setUp();
    feed.take(envelope);
    deepStrictEqual(await readAfter(5_000), expected, JSON.stringify(envelope));
    deepStrictEqual(feed.tree.value, expected.includes("network") ? NEW_TREE : TREE);
    strictEqual(feed.history.value.generated_at, ago(expected.includes("history") ? -9 : 0));
    feed.stop();
    strictEqual(clock.pending, 0);
  }
});

Deno.test("NodePageFeed takes the variables, and up to when the network holds, from the stream", async () => {
  const { feed, readAfter } = setUp();
  const before = feed.variables.value;
  const tell = (fields: Partial<NodeStatus>) =>
    feed.take(message("STATUS_UPDATE", status([link("2000")], fields)));
  tell({ variables: { WX: "rain" }, updated_at: ago(-5) });
  strictEqual(feed.variables.value, before, "the same is no change");
  strictEqual(feed.treeAtMs.value, NOW_MS + 5_000);
  tell({ variables: { WX: "sun", ALERT: "" }, updated_at: ago(-10) });
  deepStrictEqual(feed.variables.value, { WX: "sun", ALERT: "" });
  tell({ network: [{ node: "2002", mode: "T" }], updated_at: ago(-15) });
  strictEqual(feed.treeAtMs.value, NOW_MS + 10_000, "the tree that is shown is not that one");
  feed.take(message("STATUS_UPDATE", status([], { node_id: "1998" })));
  deepStrictEqual(await readAfter(2_000), ["network"]);
  feed.stop();
});

Deno.test("NodePageFeed reads everything when messages may have been missed, not when the page begins", async () => {
  const { feed, readAfter } = setUp();
  const all = ["detail", "history", "network"];
  const live = async () => {
    feed.stands({ kind: "reconnecting", retryAtMs: null });
    feed.stands({ kind: "live" });
    return (await readAfter(0)).sort();
  };
  feed.stands({ kind: "rendered" });
  deepStrictEqual([await live(), await readAfter(5_000)], [[], []]);
  deepStrictEqual([await live(), await live(), await readAfter(999)], [all, [], []]);
  deepStrictEqual((await readAfter(1)).sort(), all, "a network that flaps asks once a second");
  await readAfter(2_000);
  feed.setVisible(false);
  feed.wake();
  deepStrictEqual(await readAfter(30_000), []);
  feed.setVisible(true);
  deepStrictEqual((await readAfter(0)).sort(), ["detail", "history", "network"]);
  feed.stop();
});

Deno.test("NodePageFeed tells that the node is gone, keeps what was known, and sees it come back", async () => {
  const { feed, answers, readAfter } = setUp();
  answers.network = { kind: "gone" };
  answers.history = { kind: "failed" };
  feed.take(message("LINK_ADDED", [link("2001")]));
  await readAfter(5_000);
  deepStrictEqual([feed.gone.value, feed.tree.value, feed.history.value], [true, TREE, HISTORY]);
  feed.take(message("STATUS_UPDATE", status([link("2000")])));
  strictEqual(feed.gone.value, false);
  feed.stop();
});

Deno.test("readPart takes the API's answer and nothing else", async () => {
  const of = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
  deepStrictEqual(await readPart(of({ ok: true, data: DETAIL }), isNodeDetail), {
    kind: "read",
    value: DETAIL,
  });
  deepStrictEqual(await readPart(of({ data: TREE }), isNetworkTree), { kind: "read", value: TREE });
  deepStrictEqual(await readPart(of({ data: HISTORY }), isNodeHistory), { kind: "read", value: HISTORY });
  const broken = [null, "text", {}, { data: null }, { data: { ...TREE, branches: [{ node: "1" }] } }];
  for (const body of broken) {
    deepStrictEqual(await readPart(of(body), isNetworkTree), { kind: "failed" });
  }
  deepStrictEqual(await readPart(of({ data: { ...HISTORY, days: [{}] } }), isNodeHistory), {
    kind: "failed",
  });
  deepStrictEqual(await readPart(of({}, 404), isNetworkTree), { kind: "gone" });
  deepStrictEqual(await readPart(of({ data: TREE }, 429), isNetworkTree), { kind: "failed" });
});
