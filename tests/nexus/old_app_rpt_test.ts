import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { eventually } from "../support/server_process.ts";
import { quietScenario } from "../simulator/harness.ts";
import { withSite } from "./support.ts";

const HUB = {
  node: "1998",
  link: { name: "2001", mode: "T", direction: "OUT", peer: "192.0.2.9", permanent: true },
  ageSec: 3_700,
} as const;

/** What the streams told of a link's keys, in order. */
function edges(messages: readonly { messageType: string; data: unknown }[]): string[] {
  return messages.flatMap(({ messageType, data }) =>
    messageType === "LINK_TX_BATCH" && Array.isArray(data)
      ? data.flatMap((edge: { node: string; kind: string }) => `${edge.node} ${edge.kind}`)
      : []
  );
}

Deno.test("createNexus works with an Asterisk 1.4 of AllStarLink 2 as it is configured for today's", async () => {
  const scenario = quietScenario([HUB], { release: "asl2" });
  await withSite(scenario, {}, async ({ nexus, simulator, client }) => {
    const { services } = nexus;
    const link = () => services.node("1998")?.links[0];
    await eventually("the poll", () => Promise.resolve(link()?.direction === "OUT" || undefined));
    deepStrictEqual([link()?.node, link()?.ip, link()?.mode], ["2001", "192.0.2.9", "T"]);
    deepStrictEqual(services.nodes().map(({ node_id }) => node_id), ["1998", "1999", "2000"]);
    strictEqual(typeof services.node("1998")?.uptime_sec, "number");
    const [server] = services.servers();
    deepStrictEqual([server?.state, server?.notice ?? null], ["connected", null]);

    simulator.world.talk({ node: "1998", link: "2001" }, true);
    await eventually("the key-down", () => Promise.resolve(link()?.current_tx || undefined));
    simulator.world.talk({ node: "1998", link: "2001" }, false);
    await eventually("the key-up", () => Promise.resolve(link()?.current_tx === false || undefined));
    const told = await eventually("both edges on the stream", () => {
      const found = edges(client.port.messages);
      return Promise.resolve(found.length >= 2 ? found : undefined);
    });
    deepStrictEqual(told, ["2001 START", "2001 STOP"]);

    const flags = await eventually("the flags", () => {
      return Promise.resolve(
        services.nodeDetail("1998")?.flags?.transmitter ? services.nodeDetail("1998")?.flags : undefined,
      );
    });
    deepStrictEqual([flags?.transmitter, flags?.linking_commands, flags?.parrot], [
      "enabled",
      "enabled",
      "disabled",
    ]);

    simulator.server.kill();
    await eventually("the loss", () => Promise.resolve(services.node("1998")?.stale || undefined));
    strictEqual(link()?.node, "2001", "what was known is still shown");
    simulator.server.boot();
    await eventually(
      "the node again",
      () => Promise.resolve(services.node("1998")?.stale === false || undefined),
    );
  });
});

Deno.test("createNexus says of a user with few rights what is missing and what still works, in health and on the streams", async () => {
  await withSite(quietScenario([HUB]), { username: "bare", password: "bare" }, async ({ nexus, client }) => {
    const { services } = nexus;
    const notice = await eventually("the notice", () => {
      return Promise.resolve(services.health().ami[0]?.notice ?? undefined);
    });
    strictEqual(notice.code, "no_command");
    match(
      notice.message,
      /lacks write=command.*links, talk and totals work without it.*no event has come so far.*read=call/,
    );
    strictEqual(services.health().status, "healthy");
    ok((services.node("1998")?.links.length ?? 0) > 0, "links come by polls all the same");
    const told = client.port.messages.filter(({ messageType }) => messageType === "AMI_STATUS");
    deepStrictEqual(told.at(-1)?.data, {
      server: "asterisk",
      state: "connected",
      attempt: 0,
      retry_in: null,
      error: null,
      notice,
    });
  });
  await withSite(quietScenario([HUB]), { username: "noevents", password: "noevents" }, async ({ nexus }) => {
    const notice = await eventually("the notice", () => {
      return Promise.resolve(nexus.services.health().ami[0]?.notice ?? undefined);
    });
    strictEqual(notice.code, "no_events");
    match(notice.message, /lacks read=call, add it in manager\.conf; Nexus polls every 5 s instead/);
  });
});
