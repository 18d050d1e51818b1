import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { quietScenario, startVirtual } from "../harness.ts";

Deno.test("an Asterisk 1.4 greets as 1.0, tells no boot, and answers Ping with Pong", async () => {
  await using bench = startVirtual(quietScenario([], { release: "asl2" }));
  const client = bench.client();
  strictEqual(client.take(), "Asterisk Call Manager/1.0\r\n");
  const accepted = client.ask("Action: Login", "ActionID: a", "Username: admin", "Secret: simulator");
  strictEqual(accepted, "Response: Success\r\nActionID: a\r\nMessage: Authentication accepted\r\n\r\n");
  strictEqual(client.ask("Action: Ping", "ActionID: b"), "Response: Pong\r\nActionID: b\r\n\r\n");
});

Deno.test("an old app_rpt answers with ActionID first and prints 1 for what is enabled", async () => {
  await using bench = startVirtual(quietScenario([], { release: "asl2" }));
  const client = bench.client().login();
  const answer = client.ask("Action: RptStatus", "ActionID: x", "Command: XStat", "Node: 1999");
  match(answer, /^ActionID: x\r\nResponse: Success\r\nNode: 1999\r\n/);
  match(answer, /\r\nsys_ena: 1\r\n/);
  match(
    client.ask("Action: RptStatus", "ActionID: y", "Command: None"),
    /^ActionID: y\r\nResponse: Error\r\n/,
  );
});

Deno.test("an Asterisk 1.4 sends a command's output as it is, up to its end mark", async () => {
  await using bench = startVirtual(quietScenario([], { release: "asl2" }));
  const client = bench.client().login();
  strictEqual(
    client.ask("Action: Command", "ActionID: x", "Command: rpt localnodes"),
    "Response: Follows\r\nPrivilege: Command\r\nActionID: x\r\n" +
      `${" ".repeat(25)}\nNode\n----\n1998\n1999\n2000\n\n--END COMMAND--\r\n\r\n`,
  );
  match(client.ask("Action: Command", "Command: rpt show version"), /\r\nNo such command 'rpt show version'/);
});

Deno.test("an old app_rpt breaks the lines of its times, and tells each value once", async () => {
  await using bench = startVirtual(quietScenario([], { release: "asl2" }));
  const client = bench.client().login();
  client.take();
  bench.world.talk({ node: "1999", link: null }, true);
  const text = client.take();
  match(text, /^Event: RPT_RXKEYED\r\n/);
  match(
    text,
    /\r\nLastKeyedTime: \w{3} \w{3} [ \d]\d [\d:]{8} \d{4}\n\r\nLastTxKeyedTime: [^\r\n]+\n\r\n\r\n/,
  );
  ok(!text.includes("VarSet"));
});

Deno.test("a HamVoIP node tells nothing by itself, and everything when it is asked", async () => {
  await using bench = startVirtual(quietScenario([], { release: "hamvoip" }));
  const client = bench.client().login();
  client.take();
  bench.world.talk({ node: "1999", link: null }, true);
  strictEqual(client.take(), "");
  match(client.ask("Action: RptStatus", "Command: XStat", "Node: 1999"), /\r\nVar: RPT_RXKEYED=1\r\n/);
});

Deno.test("manager show user tells what a user may, in whole classes", async () => {
  await using bench = startVirtual();
  const client = bench.client().login();
  const perms = (user: string) =>
    client.ask("Action: Command", `Command: manager show user ${user}`).match(/(?:read|write) perm: \S+/g);
  deepStrictEqual(perms("limited"), ["read perm: system,call", "write perm: system,call,reporting"]);
  deepStrictEqual(perms("noevents")?.[0], "read perm: <none>");
  match(perms("admin")?.[0] ?? "", /system,call,.*,all$/);
  match(
    client.ask("Action: Command", "Command: manager show user nobody"),
    /There is no manager called nobody/,
  );
});

Deno.test("echolink dbget tells a station, none, or that there is no EchoLink", async () => {
  const echolink = new Map([["101425", { callsign: "QX1ECH-L", address: "192.0.2.5" }]]);
  await using bench = startVirtual(quietScenario([], { echolink }));
  const client = bench.client().login();
  const get = (number: string) => client.ask("Action: Command", `Command: echolink dbget nodename ${number}`);
  match(get("101425"), /^Response: Success\r\n.*\r\nOutput: 101425\|QX1ECH-L\|192\.0\.2\.5\r\n/s);
  match(get("999999"), /^Response: Error\r\n.*\r\nOutput: Error: Entry for 999999 not found!\r\n/s);
  match(client.ask("Action: Command", "Command: echolink dbget"), /Usage: echolink dbget/);
  await using other = startVirtual();
  match(
    other.client().login().ask("Action: Command", "Command: echolink dbget nodename 1"),
    /No such command 'echolink dbget nodename 1'/,
  );
});

Deno.test("setSecret changes who gets in, and leaves who is in alone", async () => {
  await using bench = startVirtual();
  const before = bench.client().login();
  bench.simulator.setSecret("admin", "another");
  match(before.ask("Action: Ping"), /Pong/);
  match(bench.client().ask("Action: Login", "Username: admin", "Secret: another"), /Authentication accepted/);
  const refused = bench.client().login();
  bench.clock.advance(1_000);
  match(refused.take(), /Authentication failed/);
});
