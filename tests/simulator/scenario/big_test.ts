import { ok, strictEqual } from "node:assert/strict";
import { BIG_NODE, bigScenario } from "../../../lib/simulator/mod.ts";
import { headerOf, startVirtual } from "../harness.ts";

Deno.test("bigScenario begins with all its links and nearly all of its network", async () => {
  await using running = startVirtual(bigScenario({ links: 50, networkNodes: 300, edgesPerSec: 2 }));
  const client = running.client().login("admin", "simulator", "Events: off");
  const answer = client.ask("Action: RptStatus", "Command: XStat", `Node: ${BIG_NODE}`);
  strictEqual(answer.match(/^Conn: /gm)?.length, 50);
  const nodes = headerOf(answer, "LinkedNodes").split(", ").length;
  ok(nodes >= 50 + 270 && nodes <= 50 + 300, `${nodes}`);
});

Deno.test("bigScenario keys links at the rate that was asked for, and lets them come and go", async () => {
  await using running = startVirtual(bigScenario({ links: 80, networkNodes: 30, edgesPerSec: 40 }));
  let edges = 0;
  let last = "";
  const counts = new Set<string>();
  running.world.listen({
    variable: (_node, name, value) => {
      if (name === "RPT_NUMALINKS") counts.add(value);
      if (name !== "RPT_ALINKS") return;
      if (value.replaceAll(/[KU](?=,|$)/g, "") === last.replaceAll(/[KU](?=,|$)/g, "")) edges++;
      last = value;
    },
  });
  running.clock.advance(60_000);
  ok(edges > 60 * 40 * 0.8 && edges < 60 * 40 * 1.1, `${edges} edges`);
  running.clock.advance(20 * 60_000);
  ok(counts.size > 8, [...counts].join());
  ok([...counts].every((count) => Number(count) > 40 && Number(count) <= 80));
});

Deno.test("bigScenario with no edges is quiet, and with one link works", async () => {
  await using running = startVirtual(bigScenario({ links: 1, networkNodes: 0, edgesPerSec: 0 }));
  const client = running.client().login();
  running.clock.advance(60_000);
  strictEqual(client.rptEvents().length, 0);
});
