import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { AmiStatus } from "../../lib/ami/mod.ts";
import type { DomainEvent } from "../../lib/wire/mod.ts";
import { connected, type FakeConnection, setUp } from "./fake_connection.ts";

const alinks = (value: string) => `Event: RPT_ALINKS\nNode: 1999\nChannel: usrp/1\nEventValue: ${value}`;

/** Logs in, answers RptStat with node 1999 and its first poll. */
async function logIn({ clock, connection }: ReturnType<typeof setUp>): Promise<void> {
  connection.move(connected(clock.now()));
  await clock.advanceAsync(0);
  const [question] = connection.asked.splice(0);
  strictEqual(question?.command, "RptStat");
  question.answer("Response: Success\nNodes: 1999\nRptUptime: 00:10:00");
  await clock.advanceAsync(0);
  connection.answerAll();
  await clock.advanceAsync(0);
}

Deno.test("createStation discovers the nodes after a login and polls them", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  const status = bench.station.nodes.status("1999", bench.clock.now());
  deepStrictEqual([status?.server, status?.stale, status?.ami, status?.uptime_sec], [
    "hill",
    false,
    "connected",
    600,
  ]);
  deepStrictEqual(bench.told.map((event) => event.kind), ["AMI_STATUS", "STATUS_UPDATE"]);
  await bench.station.stop();
  strictEqual(bench.clock.pending, 0);
});

Deno.test("createStation polls only the nodes that the configuration lists", async () => {
  const bench = setUp([{ nodeId: "1999", name: "Shack", pollingIntervalMs: 5_000 }]);
  bench.station.start();
  strictEqual(bench.station.nodes.status("1999", 0)?.name, "Shack");
  bench.connection.move(connected(bench.clock.now()));
  await bench.clock.advanceAsync(0);
  bench.connection.asked.splice(0)[0]?.answer("Response: Success\nNodes: 1998,1999\nRptUptime: 00:10:00");
  await bench.clock.advanceAsync(1_000);
  deepStrictEqual(bench.connection.asked.map(({ node }) => node), ["1999", "1999"]);
  await bench.station.stop();
});

Deno.test("createStation ends a transmission at its key-up, half a second later", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  bench.connection.event(alinks("1,2000TK"));
  await bench.clock.advanceAsync(10_000);
  bench.connection.event(alinks("1,2000TU"));
  const unkeyedAt = new Date(bench.clock.now()).toISOString();
  const stops = () =>
    bench.told.flatMap((event) => event.kind === "LINK_TX" && event.data.kind === "STOP" ? [event] : []);
  await bench.clock.advanceAsync(499);
  strictEqual(stops().length, 0);
  await bench.clock.advanceAsync(1);
  deepStrictEqual(stops().map(({ data }) => [data.at, data.total_tx_seconds]), [[unkeyedAt, 10]]);
  await bench.station.stop();
  strictEqual(bench.clock.pending, 0);
});

Deno.test("createStation asks 2 s after an event brought a link", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  await bench.clock.advanceAsync(20_000);
  bench.connection.answerAll();
  bench.connection.event(alinks("1,2000TU"));
  await bench.clock.advanceAsync(1_999);
  strictEqual(bench.connection.asked.length, 0);
  await bench.clock.advanceAsync(1);
  strictEqual(bench.connection.asked.length, 2);
  await bench.station.stop();
});

Deno.test("createStation asks nothing while the connection is away and marks its nodes stale", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  const retryAtMs = bench.clock.now() + 15_000;
  bench.connection.move({
    state: "retrying",
    sinceMs: 0,
    attempt: 1,
    retryAtMs,
    error: "connection lost",
    code: "lost",
  });
  await bench.clock.advanceAsync(300_000);
  strictEqual(bench.connection.asked.length, 0);
  strictEqual(bench.station.nodes.status("1999", 0)?.stale, true);
  const [away, node] = bench.told.slice(-2);
  deepStrictEqual([node?.kind, node?.kind === "STATUS_UPDATE" && node.data.stale], ["STATUS_UPDATE", true]);
  deepStrictEqual(away?.data, {
    server: "hill",
    state: "retrying",
    attempt: 1,
    retry_in: 15,
    error: "connection lost",
  });
  deepStrictEqual(bench.station.status().last_error, "connection lost");
  await bench.station.stop();
});

Deno.test("createStation asks for the nodes again until app_rpt is there", async () => {
  const bench = setUp();
  bench.station.start();
  bench.connection.move(connected(bench.clock.now()));
  await bench.clock.advanceAsync(0);
  bench.connection.asked.splice(0)[0]?.answer("Response: Error\nMessage: Invalid/unknown command: RptStatus");
  await bench.clock.advanceAsync(29_999);
  strictEqual(bench.connection.asked.length, 0);
  await bench.clock.advanceAsync(1);
  strictEqual(bench.connection.asked[0]?.command, "RptStat");
  await bench.station.stop();
  strictEqual(bench.clock.pending, 0);
});

Deno.test("createStation takes boot and reload from FullyBooted", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  bench.connection.event("Event: FullyBooted\nUptime: 7000\nLastReload: 70\nStatus: Fully Booted");
  const status = bench.station.nodes.status("1999", bench.clock.now() + 5_000);
  deepStrictEqual([status?.uptime_sec, status?.last_reload_sec], [7_005, 75]);
  await bench.station.stop();
});

const RETRYING: AmiStatus = {
  state: "retrying",
  sinceMs: 0,
  attempt: 1,
  retryAtMs: 1_000_000,
  error: "the server closed the connection",
  code: "lost",
};

/** Answers each poll of 1999 with one link, 2000, keyed or not, as XStat and SawStat show it. */
function answerLinked(connection: FakeConnection, keyed: boolean): void {
  for (const { command, node, answer } of connection.asked.splice(0)) {
    if (command === "SawStat") answer(`Response: Success\nNode: ${node}\nConn: 2000 ${keyed ? 1 : 0} 1 1`);
    else if (command === "XStat") {
      answer(
        `Response: Success\nNode: ${node}\n` +
          "Conn: 2000      127.0.0.1           0           IN         00:00:50            ESTABLISHED         \n" +
          `LinkedNodes: T2000\nVar: RPT_ALINKS=1,2000T${keyed ? "K" : "U"}`,
      );
    }
  }
}

Deno.test("createStation says that no events come when polls show keying that none told, until one comes", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  const notice = () => bench.station.status().notice ?? null;
  for (const keyed of [true, false]) {
    strictEqual(notice(), null);
    await bench.clock.advanceAsync(64_000);
    answerLinked(bench.connection, keyed);
    await bench.clock.advanceAsync(0);
  }
  strictEqual(notice()?.code, "no_events");
  ok(notice()?.message.includes("lacks read=call"), notice()?.message);
  strictEqual(bench.told.some(isNoticeOf("no_events")), true);
  await bench.clock.advanceAsync(6_000);
  strictEqual(bench.connection.asked.length, 2, "it polls quickly now");
  bench.connection.event(alinks("1,2000TU"));
  strictEqual(notice(), null);
  await bench.station.stop();
});

Deno.test("createStation does not call a session deaf whose first poll brings links, or that hears events", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  bench.connection.event(alinks(""));
  for (let round = 0; round < 6; round++) {
    await bench.clock.advanceAsync(64_000);
    answerLinked(bench.connection, round % 2 === 0);
    await bench.clock.advanceAsync(0);
  }
  strictEqual(bench.station.status().notice ?? null, null);
  await bench.station.stop();
});

Deno.test("createStation says that Asterisk restarts from its Shutdown until it is back", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  bench.connection.event("Event: Shutdown\nPrivilege: system,all\nShutdown: Cleanly\nRestart: True");
  strictEqual(bench.told.some(isNoticeOf("restarting")), true);
  bench.connection.move(RETRYING);
  deepStrictEqual([bench.station.status().state, bench.station.status().notice], [
    "retrying",
    { code: "restarting", message: "Asterisk is restarting" },
  ]);
  bench.connection.move(connected(bench.clock.now()));
  strictEqual(bench.station.status().notice, null);
  await bench.station.stop();
});

Deno.test("createStation says that Asterisk stops when its Shutdown announces no restart", async () => {
  const bench = setUp();
  bench.station.start();
  await logIn(bench);
  bench.connection.event("Event: Shutdown\nPrivilege: system,all\nShutdown: Cleanly\nRestart: False");
  strictEqual(bench.station.status().notice?.code, "stopping");
  await bench.station.stop();
});

Deno.test("createStation asks a watched node every few seconds and shows a lost link within 10 s", async () => {
  const bench = setUp([], true);
  bench.station.start();
  await logIn(bench);
  bench.connection.event(alinks("1,2000TU"));
  await bench.clock.advanceAsync(2_000);
  answerLinked(bench.connection, false);
  await bench.clock.advanceAsync(120_000);
  bench.connection.answerAll();
  const lostAtMs = bench.clock.now();
  while (bench.station.nodes.link("1999", "2000", lostAtMs) && bench.clock.now() < lostAtMs + 60_000) {
    await bench.clock.advanceAsync(100);
    bench.connection.answerAll();
  }
  ok(bench.clock.now() - lostAtMs <= 10_000, `${bench.clock.now() - lostAtMs} ms`);
  await bench.station.stop();
});

Deno.test("createStation finds out how flags are printed and tells those of every later poll by it", async () => {
  const bench = setUp();
  const flags = "parrot_ena: 0\nsys_ena: 1\ntot_ena: 0\niconns: 1";
  const answerPoll = async () => {
    for (const { command, node, answer } of bench.connection.asked.splice(0)) {
      const lines = command === "XStat"
        ? `LinkedNodes: <NONE>\n${flags}`
        : "Transmitter: DISABLED\nTimeOutTimer: ENABLED";
      answer(`Response: Success\nNode: ${node}\n${lines}\nKeyupsToday: 7`);
    }
    await bench.clock.advanceAsync(0);
  };
  bench.station.start();
  await logIn(bench);
  strictEqual(bench.station.nodes.detail("1999")?.flags, null);
  await bench.clock.advanceAsync(10_000);
  await answerPoll();
  const detail = () => bench.station.nodes.detail("1999");
  deepStrictEqual([detail()?.flags?.transmitter, detail()?.flags?.incoming_connections], [
    "disabled",
    "disabled",
  ]);
  strictEqual(detail()?.counters?.keyups_today, 7);
  const asOf = detail()?.flags_at;
  await bench.clock.advanceAsync(70_000);
  deepStrictEqual(
    bench.connection.asked.map(({ command }) => command),
    ["XStat", "SawStat"],
    "no NodeStat yet",
  );
  await answerPoll();
  ok(asOf && (detail()?.flags_at ?? "") > asOf);
  strictEqual(detail()?.flags?.transmitter, "disabled");
  deepStrictEqual(bench.station.counters.nodeStats, { answered: 1, failed: 0 });
  await bench.station.stop();
  strictEqual(bench.clock.pending, 0);
});

function isNoticeOf(code: string): (event: DomainEvent) => boolean {
  return (event) => event.kind === "AMI_STATUS" && event.data.notice?.code === code;
}

/** Answers the question after the nodes, after `waitMs`. */
async function answerNodes(
  { clock, connection }: ReturnType<typeof setUp>,
  waitMs: number,
  nodes: string,
): Promise<void> {
  await clock.advanceAsync(waitMs);
  const questions = connection.asked.splice(0).filter(({ command }) => command === "RptStat");
  strictEqual(questions.length, 1);
  questions[0]?.answer(`Response: Success\nNodes: ${nodes}\nRptUptime: 00:20:00`);
  await clock.advanceAsync(0);
}

Deno.test("createStation lets a node go that Asterisk does not list twice after a reload, with its links and its talk", async () => {
  const bench = setUp();
  const { station, clock, connection, told } = bench;
  station.start();
  await logIn(bench);
  connection.event(alinks("1,2000TK"));
  connection.event("Event: RPT_RXKEYED\nNode: 1999\nChannel: usrp/1\nEventValue: 1");
  await clock.advanceAsync(1_000);
  told.splice(0);
  connection.event("Event: Reload\nModule: app_rpt\nStatus: 0");
  await answerNodes(bench, 2_000, "1998");
  deepStrictEqual(station.nodes.nodeIds, ["1998", "1999"]);
  await answerNodes(bench, 5_000, "1998");
  deepStrictEqual(station.nodes.nodeIds, ["1998"]);
  strictEqual(station.nodes.status("1999", clock.now()), undefined);
  const ended = told.flatMap((event) => {
    if (event.kind === "LINK_REMOVED") return event.data.map(({ node }) => `removed ${node}`);
    if (event.kind === "NODE_RX") return [`receiver ${event.data.keyed}`];
    return event.kind === "TALKER_EVENT" ? [`${event.data.kind} ${event.data.node}`] : [];
  });
  deepStrictEqual(ended, ["TX_STOP 2000", "removed 2000", "TX_STOP 1999", "receiver false"]);
  told.splice(0);
  connection.event(alinks("1,2000TK"));
  strictEqual(told.length, 0);
  await station.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("createStation keeps a node that one answer lacked, and goes on asking those it has as it did", async () => {
  const bench = setUp();
  const { station, clock, connection } = bench;
  station.start();
  await logIn(bench);
  connection.event(alinks("1,2000TK"));
  connection.event("Event: Reload\nModule: app_rpt\nStatus: 0");
  await answerNodes(bench, 2_000, "1998");
  await answerNodes(bench, 5_000, "1998,1999");
  deepStrictEqual(station.nodes.nodeIds, ["1998", "1999"]);
  strictEqual(station.nodes.status("1999", clock.now())?.links[0]?.current_tx, true);
  await clock.advanceAsync(6_000);
  strictEqual(connection.asked.some(({ command }) => command === "RptStat"), false);
  await station.stop();
});

Deno.test("createStation asks which nodes there are when one is refused or an unknown one speaks, once in half a minute", async () => {
  const bench = setUp();
  const { station, clock, connection } = bench;
  station.start();
  await logIn(bench);
  const discoveries = () => connection.asked.filter(({ command }) => command === "RptStat").length;
  for (let second = 0; second < 25; second++) {
    connection.event("Event: RPT_RXKEYED\nNode: 1998\nChannel: usrp/2\nEventValue: 1");
    await clock.advanceAsync(1_000);
  }
  strictEqual(discoveries(), 0);
  await answerNodes(bench, 6_000, "1998,1999");
  deepStrictEqual(station.nodes.nodeIds, ["1998", "1999"]);
  for (let round = 0; round < 100 && discoveries() === 0; round++) {
    const polls = connection.asked.splice(0);
    for (const poll of polls) poll.answer("Response: Error\nMessage: RptStatus unknown or missing node");
    await clock.advanceAsync(1_000);
  }
  strictEqual(discoveries(), 1);
  await station.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("createStation asks what somebody waits for within the bound of a watched node, and no more when that is used up", async () => {
  const bench = setUp([], true);
  bench.station.start();
  await logIn(bench);
  const asked: number[] = [];
  const outcomes: string[] = [];
  for (let second = 0; second < 180; second++) {
    // Somebody dials: what was counted before is asked for, and what is counted then.
    if (second % 30 < 6) {
      bench.station.nodeStat("1999").then(() => outcomes.push("told"), ({ code }) => outcomes.push(code));
    }
    await bench.clock.advanceAsync(1_000);
    for (const { node } of bench.connection.asked) if (node === "1999") asked.push(bench.clock.now());
    bench.connection.answerAll();
  }
  const busiest = Math.max(
    ...asked.map((from) => asked.filter((at) => at >= from && at < from + 60_000).length),
  );
  ok(busiest <= 24, `${busiest} actions in a minute`);
  ok(busiest >= 20, "it was asked as often as it may be");
  ok(outcomes.includes("told") && outcomes.includes("busy"), outcomes.join(" "));
  bench.station.nodeStat("1999").catch(() => {});
  await bench.station.stop();
  strictEqual(bench.clock.pending, 0);
});
