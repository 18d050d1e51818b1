import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { ControlDesk, orderOfForm } from "../../lib/client/mod.ts";
import type { CommandInfo } from "../../lib/wire/mod.ts";

const NODES = [{ nodeId: "1998", name: "Hill", named: [{ name: "off", label: "Off", ask: true }] }];

function command(fields: Partial<CommandInfo> = {}): CommandInfo {
  return {
    id: "c1",
    node: "1998",
    action: "connect",
    target: "2001",
    permanent: false,
    disconnect_first: false,
    by: "olga",
    state: "accepted",
    message: "",
    accepted_at: "2026-11-20T10:00:00.000Z",
    finished_at: null,
    ...fields,
  };
}

/** A desk whose API answers as the test wants. */
function setUp() {
  const clock = new VirtualClock(0);
  const asked: string[] = [];
  const server = { state: "accepted" as CommandInfo["state"], refuses: false };
  const desk = new ControlDesk(NODES, [], [], (method, path, body) => {
    asked.push(`${method} ${path}${body === undefined ? "" : ` ${JSON.stringify(body)}`}`);
    if (server.refuses) return Promise.resolve({ ok: false, message: "too many" });
    return Promise.resolve({
      ok: true,
      data: command({ state: method === "POST" ? "accepted" : server.state }),
    });
  }, (ms, callback) => clock.after(ms, callback));
  return { clock, asked, server, desk };
}

Deno.test("ControlDesk sends an order once, follows it to its end and announces both", async () => {
  const { clock, asked, server, desk } = setUp();
  desk.order("1998", { action: "connect", target: "2001" });
  await clock.advanceAsync(1_200);
  deepStrictEqual([desk.commands.value[0]?.state, desk.said.value], ["accepted", "Connect 2001, pending"]);
  server.state = "confirmed";
  await clock.advanceAsync(10_000);
  strictEqual(desk.commands.value[0]?.state, "confirmed");
  ok(desk.said.value.startsWith("Connect 2001: Done"), desk.said.value);
  deepStrictEqual(asked, [
    'POST /nodes/1998/commands {"action":"connect","target":"2001"}',
    ...Array(3).fill("GET /commands/c1"),
  ]);
});

Deno.test("ControlDesk shows what somebody else sent as pending, and follows it and its own to the end once", async () => {
  const { clock, asked, server, desk } = setUp();
  desk.began(command({ id: "elsewhere", node: "4711" }));
  strictEqual(desk.commands.value.length, 0);
  desk.began(command());
  desk.began(command());
  strictEqual(desk.commands.value[0]?.state, "accepted");
  // The answer to an own order comes after the stream told of it.
  desk.order("1998", { action: "connect", target: "2001" });
  await clock.advanceAsync(600);
  server.state = "failed";
  await clock.advanceAsync(10_000);
  deepStrictEqual(desk.commands.value.map(({ state }) => state), ["failed"]);
  deepStrictEqual(asked.filter((each) => each.startsWith("GET")), Array(2).fill("GET /commands/c1"));
});

Deno.test("ControlDesk asks once before what is dangerous or what the owner wants asked, and no means no", async () => {
  const { clock, asked, desk } = setUp();
  for (
    const order of [
      { action: "disconnect_all" },
      { action: "connect", target: "2001", permanent: true },
      { action: "connect", target: "2001", disconnect_first: true },
      { action: "named", name: "off" },
    ] as const
  ) {
    desk.order("1998", order);
    deepStrictEqual(desk.question.value, { node: "1998", order });
    desk.answer(false);
    strictEqual(desk.question.value, null);
  }
  await clock.advanceAsync(100);
  deepStrictEqual(asked, []);
  desk.order("1998", { action: "disconnect_all" });
  desk.answer(true);
  desk.answer(true);
  await clock.advanceAsync(100);
  deepStrictEqual(asked, ['POST /nodes/1998/commands {"action":"disconnect_all"}']);
});

Deno.test("ControlDesk shows what somebody else sent once its end is told, only of its nodes, and asks for none twice", async () => {
  const { clock, asked, server, desk } = setUp();
  const end = { id: "c1", node: "1998", action: "connect", state: "confirmed", message: "" } as const;
  server.state = "confirmed";
  await desk.told({ ...end, node: "43732" });
  deepStrictEqual([asked, desk.commands.value], [[], []]);
  await desk.told(end);
  await desk.told(end);
  deepStrictEqual(asked, ["GET /commands/c1"]);
  deepStrictEqual(desk.commands.value.map(({ by, state }) => [by, state]), [["olga", "confirmed"]]);
  ok(desk.said.value.startsWith("Connect 2001: Done"), desk.said.value);
  strictEqual(clock.pending, 0);
});

Deno.test("ControlDesk adds a favourite for oneself, or for everybody", async () => {
  const { asked, desk } = setUp();
  await desk.addFavorite("2001", "Hub");
  await desk.addFavorite("2002", null, true);
  deepStrictEqual(asked.filter((each) => each.startsWith("POST")), [
    'POST /favorites {"node":"2001","label":"Hub"}',
    'POST /favorites {"node":"2002","shared":true}',
  ]);
  strictEqual(desk.said.value, "2002 is a favourite of everybody");
});

Deno.test("ControlDesk says why an order was not taken, and gives up on one that Nexus tells nothing of", async () => {
  const { clock, server, desk } = setUp();
  server.refuses = true;
  desk.order("1998", { action: "reconnect" });
  await clock.advanceAsync(100);
  deepStrictEqual([desk.fault.value, desk.commands.value.length], ["Reconnect was not taken: too many", 0]);
  server.refuses = false;
  desk.order("1998", { action: "connect", target: "2001" });
  await clock.advanceAsync(100);
  strictEqual(desk.fault.value, null);
  server.refuses = true;
  await clock.advanceAsync(120_000);
  strictEqual(desk.commands.value[0]?.state, "unknown");
  strictEqual(clock.pending, 0);
});

Deno.test("orderOfForm reads what a button says with the fields of the form", () => {
  const fields: Record<string, string> = { target: "2001", mode: "monitor", permanent: "yes", digits: "a*1" };
  const text = (name: string) => fields[name] ?? "";
  deepStrictEqual(orderOfForm("enter", text), { action: "monitor", target: "2001", permanent: true });
  deepStrictEqual(orderOfForm("favorite:1999", text), { action: "connect", target: "1999" });
  deepStrictEqual(orderOfForm("named:off", text), { action: "named", name: "off" });
  deepStrictEqual(orderOfForm("dtmf", text), { action: "dtmf", digits: "A*1" });
  fields.target = "";
  deepStrictEqual(orderOfForm("enter", text), { action: "dtmf", digits: "A*1" });
});
