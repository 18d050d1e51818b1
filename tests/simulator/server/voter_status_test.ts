import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { parseVoterStatus } from "../../../lib/rpt/mod.ts";
import type { VoterPlan } from "../../../lib/simulator/mod.ts";
import { frameOf } from "../../rpt/frames.ts";
import { quietScenario, startVirtual } from "../harness.ts";

const VOTERS: readonly VoterPlan[] = [
  {
    node: "1998",
    receivers: [
      { name: "Main", peer: "192.0.2.1:1667", signal: [100, 200], hears: 1, master: true },
      {
        name: "Far",
        peer: "192.0.2.2:1667",
        signal: [1, 60],
        hears: 1,
        lost: { everyMs: 60_000, forMs: 6_000 },
      },
    ],
  },
  {
    node: "1999",
    receivers: [{ name: "Solo", peer: "192.0.2.3:1667", signal: [9, 9], hears: 1, mix: true }],
  },
];

Deno.test("VoterStatus tells every voter in one message, and votes for the strongest while somebody talks", async () => {
  await using running = startVirtual({ ...quietScenario(), voters: VOTERS });
  const client = running.client().login("admin", "simulator", "Events: off");
  const ask = (...lines: string[]) => client.ask("Action: VoterStatus", "ActionID: 7", ...lines);
  const text = ask();
  strictEqual(text.split("\r\n\r\n").length, 2, "one message");
  deepStrictEqual(text.split("\r\n").filter((line) => /^(Response|ActionID|Node)/.test(line)), [
    "Response: Success",
    "ActionID: 7",
    "Node: 1998",
    "Response: Success",
    "ActionID: 7",
    "Node: 1999",
  ]);
  const read = () => parseVoterStatus(frameOf(ask("Node: 1998").trimEnd().split("\r\n")));
  strictEqual(read().voters[0]?.voted, null);
  ok(running.world.talk({ node: "1998", link: null }, true));
  const connected = new Set<boolean>();
  for (let second = 0; second < 60; second++) {
    const { voters, badRows } = read();
    strictEqual(badRows, 0);
    deepStrictEqual(voters.map(({ node, voted }) => [node, voted]), [["1998", "Main"]]);
    const [main, far] = voters[0]?.receivers ?? [];
    ok((main?.rssi ?? 0) > (far?.rssi ?? 256));
    deepStrictEqual([main?.timing, far?.timing], ["active_master", "none"]);
    connected.add(far?.connected === true);
    running.clock.advance(1_000);
  }
  deepStrictEqual(connected, new Set([true, false]));
  running.world.talk({ node: "1998", link: null }, false);
  strictEqual(read().voters[0]?.voted, null);
});

Deno.test("VoterStatus of an unknown node is an empty line, and unknown itself where there is no chan_voter", async () => {
  await using running = startVirtual({ ...quietScenario(), voters: VOTERS });
  const client = running.client().login("admin", "simulator", "Events: off");
  strictEqual(client.ask("Action: VoterStatus", "ActionID: 7", "Node: 5"), "\r\n");
  await using other = startVirtual(quietScenario());
  const plain = other.client().login("admin", "simulator", "Events: off");
  match(
    plain.ask("Action: VoterStatus", "ActionID: 7"),
    /^Response: Error\r\n.*unknown command: VoterStatus/s,
  );
  strictEqual(plain.ask("Action: ListCommands").includes("VoterStatus"), false);
});
