import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { inWords, replayFixture, replayNodes, transmissions } from "./replay.ts";
import { connRow } from "../rpt/frames.ts";
import { tempFile } from "../wiretap/temp_file.ts";

Deno.test("NodesReplay tells a link from its making to its end, on both of its nodes", async () => {
  const events = await replayFixture("03a-link-transceive-up-down.jsonl");
  // 1998 links to 1999 and drops it; 1999, which did not ask for that, keeps the link 10 s longer.
  deepStrictEqual(events.map(inWords), [
    "23:44:34.404 AMI_STATUS connecting",
    "23:44:34.407 AMI_STATUS connected",
    "23:44:35.429 NODE_TX 1998 1",
    "23:44:35.453 LINK_ADDED 1998-1999 T ESTABLISHED",
    "23:44:35.494 LINK_ADDED 1999-1998 T ESTABLISHED",
    "23:44:35.509 NODE_TX 1999 1",
    "23:44:40.371 NODE_TX 1999 0",
    "23:44:43.930 NODE_TX 1998 0",
    "23:44:47.437 NODE_TX 1998 1",
    "23:44:47.450 LINK_REMOVED 1998-1999",
    "23:44:50.830 NODE_TX 1998 0",
    "23:44:57.471 LINK_REMOVED 1999-1998",
    "23:45:22.413 AMI_STATUS retrying",
    "23:45:22.413 STATUS_UPDATE 1998",
    "23:45:22.413 STATUS_UPDATE 1999",
  ]);
});

Deno.test("NodesReplay tells a monitored link, whose far end drops it", async () => {
  const events = await replayFixture("03b-link-monitor-up-down.jsonl");
  const links = events.filter((event) => event.kind.startsWith("LINK_")).map(inWords);
  // 1999 monitors 2000, which sees an ordinary link; 2000 drops it, and 1999 tries again for a moment.
  deepStrictEqual(links, [
    "23:45:24.138 LINK_ADDED 1999-2000 R ESTABLISHED",
    "23:45:24.180 LINK_ADDED 2000-1999 T ESTABLISHED",
    "23:45:31.520 LINK_REMOVED 2000-1999",
    "23:45:41.530 LINK_UPDATED 1999-2000 C CONNECTING",
    "23:45:41.531 LINK_REMOVED 1999-2000",
  ]);
  ok(events.every((event) => event.kind !== "LINK_TX"));
});

Deno.test("NodesReplay tells local overs, a second apart each its own", async () => {
  const events = await replayFixture("04a-key-local-repeater-1998.jsonl");
  const talk = events.filter((event) => event.kind === "TALKER_EVENT");
  deepStrictEqual(talk.map((event) => inWords(event).slice(13)), [
    "TALKER_EVENT 1998-1998 TX_START 23:54:06.208",
    "TALKER_EVENT 1998-1998 TX_STOP 23:54:08.250",
    "TALKER_EVENT 1998-1998 TX_START 23:54:26.308",
    "TALKER_EVENT 1998-1998 TX_STOP 23:54:29.350",
    "TALKER_EVENT 1998-1998 TX_START 23:54:41.408",
    "TALKER_EVENT 1998-1998 TX_STOP 23:54:41.748",
    "TALKER_EVENT 1998-1998 TX_START 23:54:53.768",
    "TALKER_EVENT 1998-1998 TX_STOP 23:54:55.808",
    "TALKER_EVENT 1998-1998 TX_START 23:54:56.768",
    "TALKER_EVENT 1998-1998 TX_STOP 23:54:58.829",
    "TALKER_EVENT 1998-1998 TX_START 23:54:59.768",
    "TALKER_EVENT 1998-1998 TX_STOP 23:55:01.811",
  ]);
  const durations = talk.flatMap((event) => event.data.duration === null ? [] : [event.data.duration]);
  deepStrictEqual(durations, [2.042, 3.042, 0.34, 2.04, 2.061, 2.043]);
  const keyed = events.flatMap((event) =>
    event.kind === "NODE_TX" || event.kind === "NODE_RX" ? [inWords(event)] : []
  );
  // The transmitter stays on through tail and courtesy tone, and through the three overs in a row.
  deepStrictEqual(keyed.slice(0, 4), [
    "23:54:06.208 NODE_RX 1998 1",
    "23:54:06.210 NODE_TX 1998 1",
    "23:54:08.250 NODE_RX 1998 0",
    "23:54:11.531 NODE_TX 1998 0",
  ]);
  strictEqual(keyed.filter((line) => line.includes("NODE_TX")).length, 8);
  ok(events.every((event) => !event.kind.startsWith("LINK_")));
});

Deno.test("NodesReplay tells who talks over which link, and ends a talk with its link", async () => {
  const events = await replayFixture("04c-key-linked-nodes.jsonl");
  deepStrictEqual(transmissions(events, "1998", "1999"), [
    "23:56:04.859-23:56:06.411",
    "23:56:23.209-23:56:24.789",
    "23:56:48.690-23:56:49.733",
  ]);
  deepStrictEqual(transmissions(events, "1998", "2000"), [
    "23:56:09.460-23:56:10.992",
    "23:56:27.831-23:56:29.371",
    "23:56:41.710-23:56:44.779",
    "23:56:49.991-23:56:51.033",
    "23:56:52.551-23:56:53.591",
    "23:56:55.131-23:56:56.171",
    "23:56:57.670-23:56:58.711",
  ]);
  // The last one was cut off by the disconnect of the link it came over.
  deepStrictEqual(transmissions(events, "1998", "2001"), [
    "23:56:14.040-23:56:15.593",
    "23:56:32.456-23:56:34.036",
    "23:57:06.996-23:57:08.834",
  ]);
  const removed = events.findIndex((event) => inWords(event) === "23:57:08.834 LINK_REMOVED 1998-2001");
  const stopped = events.findIndex((event) =>
    inWords(event) === "23:57:08.834 LINK_TX 1998-2001 STOP 23:57:08.834"
  );
  ok(stopped >= 0 && stopped < removed, `${stopped} before ${removed}`);
  const last = events.flatMap((event) =>
    event.kind === "LINK_TX" && event.data.node === "2001" ? [event.data] : []
  );
  strictEqual(last.at(-1)?.total_tx_seconds, 4.971); // 1.553 + 1.580 + 1.838
});

Deno.test("NodesReplay does not let the flicker of chained links split a talk", async () => {
  const events = await replayFixture("03e-link-chain-disconnect-all-reconnect.jsonl");
  deepStrictEqual(transmissions(events, "1998", "1999"), [
    "23:49:51.203-23:49:53.293",
    "23:49:55.875-23:49:58.196",
    "23:50:00.661-23:50:02.650",
  ]);
  deepStrictEqual(transmissions(events, "1999", "1998"), ["23:49:46.562-23:49:48.630"]);
  deepStrictEqual(transmissions(events, "1999", "2000"), [
    "23:49:55.799-23:49:58.148",
    "23:50:00.513-23:50:02.575",
  ]);
  deepStrictEqual(transmissions(events, "2000", "1999"), [
    "23:49:46.623-23:49:48.717",
    "23:49:51.176-23:49:53.269",
  ]);
  deepStrictEqual(transmissions(events, "2000", "2001"), ["23:50:00.403-23:50:02.547"]);
  const ends = events.filter((event) => event.kind === "LINK_REMOVED").map(inWords);
  strictEqual(ends.at(-1), "23:50:43.891 LINK_REMOVED 1998-1999");
});

Deno.test("NodesReplay takes the polls that are in a capture", async () => {
  const events = await replayFixture("02c-rptstatus-2-links-modes.jsonl");
  const added = events.flatMap((event) => event.kind === "LINK_ADDED" ? event.data : []);
  const monitor = added.find((link) => link.local_node === "1998" && link.node === "2001");
  // A local monitor is in no list of app_rpt but in XStat.
  deepStrictEqual([monitor?.mode, monitor?.ip, monitor?.direction], ["L", "127.0.0.1", "OUT"]);
  const statuses = events.flatMap((event) => event.kind === "STATUS_UPDATE" ? [event.data] : []);
  const widest = statuses.find((status) => status.node_id === "1998" && status.links.length === 3);
  deepStrictEqual(widest?.links.map((link) => `${link.node}${link.mode}`).sort(), [
    "1999R",
    "2000T",
    "2001L",
  ]);
  const from2000 = transmissions(events, "1998", "2000");
  strictEqual(from2000.length, 1);
});

Deno.test("NodesReplay reads polls by their shape where nothing tells what was asked", async () => {
  const events = await replayFixture("04f-poll-sawstat-xstat-like-a-web-page.raw");
  const kinds = new Set<string>(events.map((event) => event.kind));
  for (const kind of ["LINK_ADDED", "LINK_TX", "NODE_RX", "LINK_REMOVED"]) ok(kinds.has(kind), kind);
  strictEqual(transmissions(events, "1998", "2001").length, 1);
});

Deno.test("NodesReplay tells every edge of a .raw, whose clock stands still", async () => {
  const events = await replayFixture("04a-key-local-repeater-1998.raw");
  const words = events.filter((event) => event.kind === "TALKER_EVENT").map((event) => event.data.kind);
  deepStrictEqual(words, new Array(6).fill(["TX_START", "TX_STOP"]).flat());
  ok(events.every((event) => event.atMs === 0));
});

Deno.test("NodesReplay knows the nodes of a session that only polls, and of one that begins in the middle", async () => {
  const rx = (wall: number, ...lines: string[]) =>
    `${
      JSON.stringify({ t: 0, wall, dir: "rx", data: lines.map((line) => `${line}\r\n`).join("") + "\r\n" })
    }\n`;
  const xstat = (wall: number, time: string) =>
    rx(
      wall,
      "Response: Success",
      "Node: 43732",
      `Conn: ${connRow({ name: "KG5DRT-WEST", peer: "192.0.2.7", direction: "IN", time })}`,
      "LinkedNodes: TKG5DRT-WEST",
      "Var: RPT_ALINKS=1,KG5DRT-WESTTU",
    );
  await using file = await tempFile(
    ".jsonl",
    xstat(100_000, "00:00:10") + rx(101_000, "Response: Success", "Ping: Pong") + xstat(130_000, "00:00:40") +
      rx(130_002, "Response: Success", "Node: 43732", "Conn: KG5DRT-WEST 0 8 3"),
  );
  // The first answer went on alone, as of when it came; the second, with its SawStat, shows a talk that nobody saw.
  deepStrictEqual((await replayNodes(file.path)).map(inWords), [
    "00:01:40.000 LINK_ADDED 43732-KG5DRT-WEST T ESTABLISHED",
    "00:01:40.000 STATUS_UPDATE 43732",
    "00:02:10.002 LINK_TX 43732-KG5DRT-WEST START 00:02:02.000",
    "00:02:10.002 TALKER_EVENT 43732-KG5DRT-WEST TX_START 00:02:02.000",
    "00:02:10.002 LINK_TX 43732-KG5DRT-WEST STOP 00:02:07.000",
    "00:02:10.002 TALKER_EVENT 43732-KG5DRT-WEST TX_STOP 00:02:07.000",
    "00:02:10.002 STATUS_UPDATE 43732",
  ]);
});

Deno.test("NodesReplay lets a signal pass no poll that was there before it", async () => {
  const line = (wall: number, dir: string, data: string) => `${JSON.stringify({ t: 0, wall, dir, data })}\n`;
  const row = connRow({ name: "1999", peer: "127.0.0.1" });
  const xstat =
    `Response: Success\r\nActionID: 1\r\nNode: 1998\r\nConn: ${row}\r\nLinkedNodes: T1999\r\n\r\n`;
  const gone = "Event: RPT_ALINKS\r\nNode: 1998\r\nChannel: a\r\nEventValue: \r\n\r\n";
  await using file = await tempFile(
    ".jsonl",
    line(1_000, "tx", "Action: RptStatus\r\nActionID: 1\r\nCommand: XStat\r\nNode: 1998\r\n\r\n") +
      line(1_005, "rx", xstat) + line(1_010, "rx", gone) +
      line(1_015, "rx", "Response: Success\r\nActionID: 2\r\nNode: 1998\r\nConn: 1999 0 -1 -1\r\n\r\n"),
  );
  const links = (await replayNodes(file.path)).filter((event) => event.kind.startsWith("LINK_")).map(inWords);
  deepStrictEqual(links, [
    "00:00:01.005 LINK_ADDED 1998-1999 T ESTABLISHED",
    "00:00:01.010 LINK_REMOVED 1998-1999",
  ]);
});

Deno.test("NodesReplay takes a SawStat that was asked alone, as Nexus does after an event was lost", async () => {
  const line = (wall: number, dir: string, data: string) => `${JSON.stringify({ t: 0, wall, dir, data })}\n`;
  const list = "Event: RPT_ALINKS\r\nNode: 1998\r\nChannel: a\r\nEventValue: 1,1999TU\r\n\r\n";
  await using file = await tempFile(
    ".jsonl",
    line(1_000, "rx", list) +
      line(9_000, "tx", "Action: RptStatus\r\nActionID: 2\r\nCommand: SawStat\r\nNode: 1998\r\n\r\n") +
      line(9_005, "rx", "Response: Success\r\nActionID: 2\r\nNode: 1998\r\nConn: 1999 1 3 -1\r\n\r\n"),
  );
  const talk = (await replayNodes(file.path)).filter(({ kind }) => kind === "TALKER_EVENT").map(inWords);
  deepStrictEqual(talk, ["00:00:09.005 TALKER_EVENT 1998-1999 TX_START 00:00:06.000"]);
});

Deno.test("NodesReplay says a refused login", async () => {
  const events = await replayFixture("01b-login-bad-secret.jsonl");
  deepStrictEqual(events.map((event) => inWords(event).slice(13)), [
    "AMI_STATUS connecting",
    "AMI_STATUS refused",
    "AMI_STATUS retrying",
  ]);
});
