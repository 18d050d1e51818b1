import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { quietScenario } from "../simulator/harness.ts";
import { eventually } from "../support/server_process.ts";
import { withSite } from "./support.ts";

Deno.test("createNexus that is refused says so, backs off, and is in by itself once Asterisk has the right password", async () => {
  const scenario = quietScenario();
  const ami = { password: "not yet", retry_max: "1s" };
  await withSite(scenario, ami, async ({ nexus, simulator, client }) => {
    const { services } = nexus;
    const server = () => services.health().ami[0];
    const refused = await eventually("the refusal", () => {
      return Promise.resolve(server()?.state === "refused" ? server() : undefined);
    });
    match(refused?.last_error ?? "", /login refused/);
    ok(!JSON.stringify(services.health()).includes("not yet"), "the password is shown");
    ok(refused !== undefined && refused.attempts >= 1);
    const waitMs = Date.parse(refused?.retry_at ?? "") - Date.parse(refused?.since ?? "");
    ok(waitMs >= 1_000 && waitMs < 1_100, `a wrong password is tried at the slowest pace only: ${waitMs}`);
    strictEqual(services.health().status, "degraded");
    strictEqual(simulator.server.sessions, 0, "a session that was refused is left open");

    simulator.setSecret("admin", "not yet");
    await eventually(
      "the login",
      () => Promise.resolve(server()?.state === "connected" || undefined),
    );
    await eventually("the nodes", () => Promise.resolve(services.nodes().length === 3 || undefined));
    deepStrictEqual([server()?.attempts, server()?.last_error, server()?.retry_at], [0, null, null]);
    const states = client.port.messages.flatMap((message) =>
      message.messageType === "AMI_STATUS" ? [message.data.state] : []
    );
    deepStrictEqual(new Set(states), new Set(["connecting", "refused", "connected"]));
    const told = client.port.messages.find((message) =>
      message.messageType === "AMI_STATUS" && message.data.state === "refused"
    );
    if (told?.messageType !== "AMI_STATUS") throw new Error("the refusal was not told to viewers");
    const { attempt, retry_in: retryInSec } = told.data;
    ok(
      attempt >= 1 && retryInSec !== null && retryInSec > 0.9 && retryInSec <= 1,
      `${attempt} ${retryInSec}`,
    );
    match(told.data.error ?? "", /login refused/);
  });
});
