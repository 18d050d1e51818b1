import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { startVirtual, type TestClient } from "../harness.ts";

function run(client: TestClient, command: string): { ok: boolean; lines: string[] } {
  const lines = client.ask("Action: Command", `Command: ${command}`).trimEnd().split("\r\n");
  return {
    ok: lines[0] === "Response: Success",
    lines: lines.filter((line) => line.startsWith("Output:")).map((line) => line.slice(8)),
  };
}

function links(running: ReturnType<typeof startVirtual>, node: string): string[] | undefined {
  return running.world.node(node)?.links.map(({ name, mode, state, permanent }) => {
    return `${mode}${name} ${state.is}${permanent ? " permanent" : ""}`;
  });
}

Deno.test("core show uptime counts on, in words and in seconds", async () => {
  await using running = startVirtual();
  const client = running.client().login("admin", "simulator", "Events: off");
  running.clock.advance(3_723_000);
  const words = "1 hour, 2 minutes, 10 seconds";
  deepStrictEqual(run(client, "core show uptime").lines, [
    `System uptime: ${words}`,
    `Last reload: ${words}`,
  ]);
  deepStrictEqual(run(client, "core show uptime seconds").lines, [
    "System uptime: 3730",
    "Last reload: 3730",
  ]);
});

Deno.test("rpt stats and lstats know local nodes only, and answer Success all the same", async () => {
  await using running = startVirtual();
  const client = running.client().login("admin", "simulator", "Events: off");
  strictEqual(run(client, "rpt stats 1998").lines.length, 31);
  strictEqual(run(client, "rpt lstats 1998").lines.length, 2);
  for (const command of ["rpt stats 9999", "rpt lstats 9999", "rpt nodes 9999"]) {
    deepStrictEqual(run(client, command), { ok: true, lines: [""] }, command);
  }
  for (const command of ["rpt stats", "rpt lstats 1 2", "rpt nodes"]) {
    strictEqual(run(client, command).ok, false, command);
  }
});

for (
  const [index, expected] of [
    ["2", "R2001 established"],
    ["3", "T2001 established"],
    ["8", "L2001 established"],
    ["12", "R2001 established permanent"],
    ["13", "T2001 established permanent"],
    ["18", "L2001 established permanent"],
  ] as const
) {
  Deno.test(`rpt cmd ilink ${index} makes ${expected}`, async () => {
    await using running = startVirtual();
    const client = running.client().login("admin", "simulator", "Events: off");
    deepStrictEqual(run(client, `rpt cmd 1998 ilink ${index} 2001`), { ok: true, lines: [""] });
    deepStrictEqual(links(running, "1998"), []);
    running.clock.advance(100);
    deepStrictEqual(links(running, "1998"), [expected]);
  });
}

Deno.test("rpt cmd ilink 1 leaves permanent links, 11 and 6 take them too, 16 brings back what 6 took", async () => {
  await using running = startVirtual();
  const client = running.client().login("admin", "simulator", "Events: off");
  const order = (command: string) => {
    run(client, `rpt cmd 1998 ilink ${command}`);
    running.clock.advance(100);
    return links(running, "1998");
  };
  for (const command of ["13 2001", "3 1999", "3 2000", "3 2002"]) order(command);
  deepStrictEqual(order("1 2000"), ["T2001 established permanent", "T1999 established", "T2002 connecting"]);
  strictEqual(order("1 2001")?.length, 3);
  deepStrictEqual(order("11 2001"), ["T1999 established", "T2002 connecting"]);
  order("13 2001");
  running.world.accept("1998", { name: "QX5CAL", mode: "T", direction: "IN", peer: "" });
  deepStrictEqual(order("6 0"), ["TQX5CAL established"]);
  const back = [
    "TQX5CAL established",
    "T1999 established",
    "T2002 connecting",
    "T2001 established permanent",
  ];
  deepStrictEqual(order("16 0"), back);
});

Deno.test("NodeStat counts what was dialled and carried out, without its star", async () => {
  await using running = startVirtual();
  const client = running.client().login("admin", "simulator", "Events: off");
  for (const digits of ["*32001", "*999999"]) run(client, `rpt fun 1998 ${digits}`);
  running.clock.advance(2_000);
  const stat = client.ask("Action: RptStatus", "Command: NodeStat", "Node: 1998");
  ok(stat.includes("DtmfCommandsSinceSystemInitialization: 1\r\n"), stat);
  ok(stat.includes("LastDtmfCommandExecuted: 32001\r\n"), stat);
});

Deno.test("a second rpt cmd within 20 ms is lost, and answered Success", async () => {
  await using running = startVirtual();
  const client = running.client().login("admin", "simulator", "Events: off");
  strictEqual(run(client, "rpt cmd 1998 ilink 3 1999").ok, true);
  strictEqual(run(client, "rpt cmd 1998 ilink 3 2000").ok, true);
  running.clock.advance(1_000);
  deepStrictEqual(links(running, "1998"), ["T1999 established"]);
});

Deno.test("rpt cmd in another mode makes a link again, in the same mode it does nothing", async () => {
  await using running = startVirtual();
  const client = running.client().login("admin", "simulator", "Events: off");
  for (const mode of ["2", "2", "3"]) {
    run(client, `rpt cmd 1998 ilink ${mode} 1999`);
    running.clock.advance(1_000);
  }
  deepStrictEqual(links(running, "1998"), ["T1999 established"]);
  strictEqual(running.world.node("1998")?.links[0]?.reconnects, 1);
  strictEqual(running.world.node("1999")?.links[0]?.reconnects, 1);
});

for (
  const [digits, expected] of [
    ["*32001", ["T2001 established"]],
    ["*22001", ["R2001 established"]],
    ["*8132001", ["T2001 established permanent"]],
    ["*999999", []],
    ["32001", []],
  ] as const
) {
  Deno.test(`rpt fun ${digits} dials, then has ${expected.join() || "nothing"}`, async () => {
    await using running = startVirtual();
    const client = running.client().login("admin", "simulator", "Events: call");
    deepStrictEqual(run(client, `rpt fun 1998 ${digits}`), { ok: true, lines: [""] });
    running.clock.advance(100 * digits.length - 1);
    deepStrictEqual(links(running, "1998"), []);
    running.clock.advance(1_000);
    deepStrictEqual(links(running, "1998"), expected);
  });
}

Deno.test("Command is refused to a user without the class, ListCommands tells it to everybody", async () => {
  await using running = startVirtual();
  const client = running.client().login("limited", "limited");
  strictEqual(run(client, "core show uptime").ok, false);
  const names = client.ask("Action: ListCommands").split("\r\n").slice(1, -2).map((line) =>
    line.split(":")[0] ?? ""
  );
  strictEqual(names.includes("RptStatus"), true);
  deepStrictEqual(names, [...names].sort());
});
