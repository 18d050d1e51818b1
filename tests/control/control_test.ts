import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { ControlError, UNKNOWN_AFTER_MS } from "../../lib/control/mod.ts";
import { quietScenario } from "../simulator/harness.ts";
import { ControlBench, somebody } from "./bench.ts";

function reasonOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ControlError) return error.reason;
    throw error;
  }
  return "taken";
}

for (
  const [action, permanent, index, expected] of [
    ["connect", false, 3, "T2001 established"],
    ["connect", true, 13, "T2001 established permanent"],
    ["monitor", false, 2, "R2001 established"],
    ["monitor", true, 12, "R2001 established permanent"],
    ["local_monitor", false, 8, "L2001 established"],
    ["local_monitor", true, 18, "L2001 established permanent"],
  ] as const
) {
  Deno.test(`Control sends ilink ${index} for ${action}${permanent ? ", permanent" : ""}, and confirms the link`, async () => {
    await using bench = await new ControlBench().start();
    const end = await bench.outcome({ action, target: "2001", permanent });
    deepStrictEqual(bench.lines(), [`rpt cmd 1998 ilink ${index} 2001`]);
    deepStrictEqual(bench.world(), [expected]);
    strictEqual(end.state, "confirmed", end.message);
    const other = await bench.outcome({ action: "disconnect", target: "2001" });
    deepStrictEqual([other.state, bench.world()], ["confirmed", []], other.message);
    strictEqual(bench.lines()[1], "rpt cmd 1998 ilink 11 2001");
  });
}

Deno.test("Control sends two commands that race for one node 60 ms apart, and both come true", async () => {
  await using bench = await new ControlBench().start();
  const first = bench.send({ action: "connect", target: "2001" });
  const second = bench.send({ action: "connect", target: "1999" }, "1998", somebody("operator", "all", 8));
  const elsewhere = bench.send({ action: "connect", target: "2001" }, "2000");
  for (const { id } of [first, second, elsewhere]) {
    const end = await bench.end(id);
    strictEqual(end.state, "confirmed", end.message);
  }
  const [one, two, three] = bench.sent.toSorted((left, right) => left.line.localeCompare(right.line));
  deepStrictEqual([one?.line, two?.line, three?.line], [
    "rpt cmd 1998 ilink 3 1999",
    "rpt cmd 1998 ilink 3 2001",
    "rpt cmd 2000 ilink 3 2001",
  ]);
  ok((one?.atMs ?? 0) - (two?.atMs ?? 0) >= 60, "the second one waits");
  strictEqual(three?.atMs, two?.atMs, "another node does not");
});

Deno.test("Control tells failed for a node that refuses, and unknown for one that is still tried after 15 s", async () => {
  await using bench = await new ControlBench().start();
  const refused = await bench.outcome({ action: "connect", target: "2003" });
  strictEqual(refused.state, "failed", refused.message);
  const began = bench.clock.now();
  const tried = await bench.outcome({ action: "connect", target: "2002" });
  strictEqual(tried.state, "unknown", tried.message);
  ok(tried.message.includes("still being tried"), tried.message);
  strictEqual(Math.round((bench.clock.now() - began) / 1_000), UNKNOWN_AFTER_MS / 1_000);
  const nowhere = await bench.outcome({ action: "connect", target: "4444" });
  strictEqual(nowhere.state, "failed", nowhere.message);
});

Deno.test("Control disconnects all and says what is left, reconnects what that took, and connects alone", async () => {
  await using bench = await new ControlBench().start();
  for (const target of ["2001", "1999"]) await bench.outcome({ action: "connect", target });
  const all = await bench.outcome({ action: "disconnect_all" });
  deepStrictEqual([all.state, bench.world()], ["confirmed", []], all.message);
  const back = await bench.outcome({ action: "reconnect" });
  strictEqual(back.state, "confirmed", back.message);
  ok(back.message.includes("2001") && back.message.includes("1999"), back.message);
  const alone = await bench.outcome({ action: "monitor", target: "2000", disconnect_first: true });
  deepStrictEqual([alone.state, bench.world()], ["confirmed", ["R2000 established"]], alone.message);
  deepStrictEqual(bench.lines().slice(-4), [
    "rpt cmd 1998 ilink 6 0",
    "rpt cmd 1998 ilink 16 0",
    "rpt cmd 1998 ilink 6 0",
    "rpt cmd 1998 ilink 2 2000",
  ]);
  bench.simulator.world.accept("1998", { name: "QX5CAL", mode: "T", direction: "IN", peer: "" });
  await bench.clock.advanceAsync(1_000);
  const left = await bench.outcome({ action: "disconnect_all" });
  strictEqual(left.state, "failed");
  ok(left.message.includes("QX5CAL") && left.message.includes("one by one"), left.message);
  const client = await bench.outcome({ action: "disconnect", target: "QX5CAL" });
  strictEqual(client.state, "confirmed", client.message);
});

Deno.test("Control changes the mode of a link that is there, and tells what was there already", async () => {
  await using bench = await new ControlBench().start();
  await bench.outcome({ action: "monitor", target: "2001" });
  const changed = await bench.outcome({ action: "connect", target: "2001" });
  deepStrictEqual([changed.state, bench.world()], ["confirmed", ["T2001 established"]], changed.message);
  const again = await bench.outcome({ action: "connect", target: "2001" });
  strictEqual(again.state, "confirmed");
  ok(again.message.includes("already"), again.message);
  const permanent = await bench.outcome({ action: "connect", target: "2001", permanent: true });
  strictEqual(permanent.state, "unknown");
  ok(permanent.message.includes("disconnect it first"), permanent.message);
  const gone = await bench.outcome({ action: "disconnect", target: "2000" });
  deepStrictEqual([gone.state, gone.message], ["confirmed", "2000 was not linked"]);
});

Deno.test("Control confirms dialled digits by what app_rpt counts, and tells unknown where it counts nothing", async () => {
  await using bench = await new ControlBench().start();
  const dialled = await bench.outcome({ action: "dtmf", digits: "*32001" });
  strictEqual(dialled.state, "confirmed", dialled.message);
  deepStrictEqual([bench.lines(), bench.world()], [["rpt fun 1998 *32001"], ["T2001 established"]]);
  const nonsense = await bench.outcome({ action: "dtmf", digits: "*999" });
  strictEqual(nonsense.state, "unknown");
});

Deno.test("Control never sends again what AMI lost in flight, and tells that its effect did not come", async () => {
  await using bench = await new ControlBench().start();
  bench.spoil = "swallow";
  const lost = bench.send({ action: "connect", target: "2001" });
  await bench.clock.advanceAsync(1_000);
  bench.cut();
  bench.spoil = "nothing";
  const end = await bench.end(lost.id);
  // It never arrived, and the polls after the reconnection tell so.
  strictEqual(end.state, "failed");
  ok(end.message.includes("lost before the answer") && end.message.includes("not sent again"), end.message);
  await bench.clock.advanceAsync(60_000);
  deepStrictEqual([bench.lines(), bench.world()], [["rpt cmd 1998 ilink 3 2001"], []]);
});

Deno.test("Control confirms what was carried out although the answer was lost with the connection", async () => {
  await using bench = await new ControlBench().start();
  bench.spoil = "cut";
  const sent = bench.send({ action: "connect", target: "2001" });
  await bench.clock.advanceAsync(100);
  bench.spoil = "nothing";
  const end = await bench.end(sent.id);
  deepStrictEqual([end.state, bench.world()], ["confirmed", ["T2001 established"]], end.message);
  strictEqual(bench.sent.length, 1);
});

Deno.test("Control gives up what waits when AMI drops, refuses while it is down, and tells of a lost connection", async () => {
  await using bench = await new ControlBench().start();
  bench.spoil = "cut";
  const flying = bench.send({ action: "connect", target: "2001" });
  const queued = bench.send({ action: "connect", target: "2000" });
  bench.simulator.server.kill();
  await bench.clock.advanceAsync(200);
  const waited = bench.find(queued.id);
  strictEqual(waited?.state, "failed");
  ok(waited?.message.includes("not sent"), waited?.message);
  strictEqual(reasonOf(() => bench.send({ action: "disconnect_all" })), "unreachable");
  const end = await bench.end(flying.id);
  strictEqual(end.state, "unknown");
  ok(end.message.includes("not sent again"), end.message);
  strictEqual(bench.sent.length, 1);
});

Deno.test("Control sends named commands to whom and where the owner says, and is honest of what it cannot know", async () => {
  const commands = [
    "  - {name: time, label: Say the time, run: rpt cmd %node% status 12 0}",
    "  - {name: hub, run: rpt fun %node% *32001, nodes: [1998]}",
    "  - {name: off, run: rpt cmd %node% nonsense 12 0, role: admin, ask: true}",
  ];
  await using bench = await new ControlBench(quietScenario(), `commands:\n${commands.join("\n")}\n`).start();
  const { control } = bench.nexus.services;
  const names = (node: string, role: "operator" | "admin" | "viewer") =>
    control.namedFor(node, somebody(role)).map(({ name }) => name);
  deepStrictEqual([
    names("1998", "operator"),
    names("1998", "admin"),
    names("2000", "operator"),
    names("1998", "viewer"),
  ], [
    ["time", "hub"],
    ["time", "hub", "off"],
    ["time"],
    [],
  ]);
  const time = await bench.outcome({ action: "named", name: "time" });
  deepStrictEqual([time.state, time.target], ["unknown", "time"]);
  const hub = await bench.outcome({ action: "named", name: "hub" });
  deepStrictEqual([hub.state, bench.world()], ["confirmed", ["T2001 established"]], hub.message);
  strictEqual(reasonOf(() => bench.send({ action: "named", name: "off" })), "bad");
  strictEqual(reasonOf(() => bench.send({ action: "named", name: "hub" }, "2000")), "bad");
  const off = await bench.outcome({ action: "named", name: "off" }, "1998", somebody("admin"));
  strictEqual(off.state, "failed");
  ok(off.message.includes("Unknown action name nonsense"), off.message);
  deepStrictEqual(bench.lines(), [
    "rpt cmd 1998 status 12 0",
    "rpt fun 1998 *32001",
    "rpt cmd 1998 nonsense 12 0",
  ]);
});

Deno.test("Control keeps to roles, nodes, the pace of an account and the room of a node", async () => {
  await using bench = await new ControlBench().start();
  const connect = { action: "connect", target: "2001" } as const;
  strictEqual(reasonOf(() => bench.send(connect, "1998", somebody("viewer"))), "forbidden");
  strictEqual(reasonOf(() => bench.send(connect, "1998", somebody("operator", ["1999"]))), "forbidden");
  strictEqual(reasonOf(() => bench.send(connect, "4711")), "unknown");
  const reasons = Array.from({ length: 12 }, () => reasonOf(() => bench.send({ action: "reconnect" })));
  deepStrictEqual(reasons, [...Array(8).fill("taken"), "busy", "busy", "limited", "limited"]);
  strictEqual(
    reasonOf(() => bench.send({ action: "reconnect" }, "1999", somebody("operator", "all", 8))),
    "taken",
  );
  await bench.clock.advanceAsync(5_000);
  strictEqual(reasonOf(() => bench.send(connect)), "taken", "the pace comes back");
});

Deno.test("Control tells ends on the streams to those who may work the node only, and forgets nobody's act", async () => {
  await using bench = await new ControlBench().start();
  const here = bench.viewer((node) => node === "1998").port;
  const elsewhere = bench.viewer((node) => node === "1999").port;
  const nobody = bench.viewer(() => false).port;
  const { id } = await bench.outcome({ action: "connect", target: "2001" });
  const told = here.messages.filter(({ messageType }) => messageType === "COMMAND_RESULT");
  const taken = here.messages.filter(({ messageType }) => messageType === "COMMAND_ACCEPTED");
  deepStrictEqual(
    taken.map(({ data }) => data),
    [{ ...bench.find(id), state: "accepted", message: "waiting to be sent", finished_at: null }],
  );
  deepStrictEqual(told.map(({ data }) => data), [
    { id, node: "1998", action: "connect", state: "confirmed", message: "2001 is linked: transceive" },
  ]);
  for (const port of [elsewhere, nobody]) {
    strictEqual(port.messages.some(({ messageType }) => messageType.startsWith("COMMAND")), false);
  }
  strictEqual(bench.find(id, somebody("operator", ["1999"])), undefined);
  throws(() => bench.send({ action: "connect", target: "1998" }), /itself/);
  const acts = bench.nexus.services.audit.read({ limit: 10, what: "command" });
  deepStrictEqual(
    acts.map((
      { who, from, what, node, target, result, ref },
    ) => [who, from, what, node, target, result, ref]),
    [
      ["operator", "192.0.2.9", "command.connect", "1998", "1998", "refused", null],
      ["operator", "192.0.2.9", "command.connect", "1998", "2001", "confirmed", id],
      ["operator", "192.0.2.9", "command.connect", "1998", "2001", "accepted", id],
    ],
  );
});

Deno.test("Control tells unknown, not confirmed, for a command that Asterisk answered with success and that did nothing", async () => {
  await using bench = await new ControlBench(quietScenario(), "disable_link_poller: true\n").start();
  const end = await bench.outcome({ action: "connect", target: "4444" });
  strictEqual(end.state, "unknown", end.message);
});

Deno.test("Control works an app_rpt on Asterisk 1.4, whose commands are answered as plain text", async () => {
  for (const release of ["asl2", "hamvoip"] as const) {
    await using bench = await new ControlBench(quietScenario([], { release })).start();
    const linked = await bench.outcome({ action: "connect", target: "2001" });
    deepStrictEqual([linked.state, bench.world()], ["confirmed", ["T2001 established"]], linked.message);
    const dialled = await bench.outcome({ action: "dtmf", digits: "*32002" });
    strictEqual(dialled.state, "confirmed", dialled.message);
    const gone = await bench.outcome({ action: "disconnect", target: "2001" });
    strictEqual(gone.state, "confirmed", gone.message);
    ok(!bench.world().some((link) => link.includes("2001")), bench.world().join());
    const wrong = await bench.outcome({ action: "connect", target: "2999" });
    strictEqual(wrong.state === "confirmed", false, wrong.message);
  }
});
