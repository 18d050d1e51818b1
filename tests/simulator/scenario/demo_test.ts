import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { demoScenario } from "../../../lib/simulator/mod.ts";
import { headerOf, startVirtual } from "../harness.ts";

Deno.test("demoScenario has two local nodes, linked to each other", async () => {
  await using running = startVirtual(demoScenario());
  const client = running.client().login("admin", "simulator", "Events: off");
  strictEqual(headerOf(client.ask("Action: RptStatus", "Command: RptStat"), "Nodes"), "990010,990020");
  deepStrictEqual(running.world.node("990010")?.find("990020")?.direction, "OUT");
  deepStrictEqual(running.world.node("990020")?.find("990010")?.direction, "IN");
});

Deno.test("demoScenario has links of every kind and mode, with their oddities in XStat", async () => {
  await using running = startVirtual(demoScenario());
  const client = running.client().login("admin", "simulator", "Events: off");
  const text = running.world.nodes
    .map(({ spec }) => client.ask("Action: RptStatus", "Command: XStat", `Node: ${spec.id}`)).join("");
  for (
    const row of [
      "Conn: 990100    192.0.2.10          0           OUT        52:18:07            ESTABLISHED         ",
      "Conn: 990020    127.0.0.1           0           OUT        123:48:02           ESTABLISHED         ",
      "Conn: 990231    198.51.100.23       0           OUT        02:36:11            ESTABLISHED         ",
      "Conn: 990305    203.0.113.5         0           OUT        00:54:14            ESTABLISHED         ",
      "Conn: 3990417                       0           IN         01:24:09            ESTABLISHED         ",
      "Conn: QX5DRT ONE192.0.2.77          0           IN         00:18:23            ESTABLISHED         ",
      "Conn: 990912    203.0.113.200       0           OUT        00:00:12            CONNECTING          ",
      "Conn: 84021     198.51.100.84       0           IN         07:06:20            ESTABLISHED         ",
      "Conn: 1966      192.0.2.66          0           OUT        30:30:16            ESTABLISHED         ",
      "Conn: QX7LMN-BASE203.0.113.77        0           IN         00:42:11            ESTABLISHED         ",
      "Conn: 201-P                         0           IN         00:06:11            ESTABLISHED         ",
      "Conn: 990450    2001:db8:45::7      0           IN         04:12:22            ESTABLISHED         ",
    ]
  ) ok(text.includes(`${row}\r\n`), row);
  ok(text.includes("Var: RPT_ALINKS=6,990912CU,QX5DRT ONETU,3990417TU,990231RU,990100TU,990020TU\r\n"), text);
});

Deno.test("demoScenario has a hub with about forty nodes behind it, and one node that is listed twice", async () => {
  await using running = startVirtual(demoScenario());
  const client = running.client().login("admin", "simulator", "Events: off");
  const answer = client.ask("Action: RptStatus", "Command: XStat", "Node: 990010");
  const nodes = headerOf(answer, "LinkedNodes").split(", ");
  const members = nodes.filter((name) => /^[TR]9905\d\d$/.test(name)).length;
  ok(members >= 36 && members <= 45, `${members} members`);
  strictEqual(headerOf(answer, "LinkedNodes").includes("990305"), false);
  const twice = nodes.filter((name) => name === "T990503").length;
  ok(twice >= 1 && twice <= 2);
});

Deno.test("names of the demo are made up: no call sign that any country issues, no address outside documentation", async () => {
  await using running = startVirtual(demoScenario());
  const { simulator, world } = running;
  const numbers = world.nodes.flatMap((node) => [node.spec.id, ...node.links.map(({ name }) => name)])
    .filter((name) => /^\d+$/.test(name));
  for (const number of numbers) {
    const name = simulator.names(number);
    ok(name, number);
    ok(/^Q[A-Z0-9-]{3,8}$/.test(name.callsign), name.callsign);
    ok(name.description !== "" && name.location !== "");
  }
  strictEqual(simulator.names("QX5DRT ONE"), undefined);
  for (const { peer } of demoScenario().directory.values()) {
    ok(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$|^127\.0\.0\.1$/.test(peer), peer);
  }
});

Deno.test("callsigns of the demo are different from each other", () => {
  const callsigns = [...demoScenario().directory.values()].map(({ callsign }) => callsign);
  strictEqual(new Set(callsigns).size, callsigns.length);
});
