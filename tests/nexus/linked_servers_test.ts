import { deepStrictEqual, doesNotMatch, match } from "node:assert/strict";
import { App } from "fresh";
import { systemClock } from "../../lib/clock/mod.ts";
import { loadConfig } from "../../lib/config/mod.ts";
import { hardenedHandler, type State } from "../../lib/http/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus } from "../../lib/nexus.ts";
import { createSimulator, type StandingLink } from "../../lib/simulator/mod.ts";
import { attachRoutes } from "../../lib/web/mod.ts";
import type { NetworkBranch, NetworkTree, NodeStatus } from "../../lib/wire/mod.ts";
import { words } from "../components/render.tsx";
import { PEER } from "../routes/serving.ts";
import { quietScenario } from "../simulator/harness.ts";
import { eventually } from "../support/server_process.ts";

/** Two Asterisks on one machine: 1998 on the hill calls 2999 in town, which has a station of its own, 3100. */
function twoAsterisks() {
  const link = (
    node: string,
    name: string,
    direction: "IN" | "OUT",
    behind: string[] = [],
  ): StandingLink => ({
    node,
    link: {
      name,
      mode: "T",
      direction,
      peer: "127.0.0.1",
      network: behind.map((each) => ({ name: each, mode: "T" })),
    },
    ageSec: 90,
  });
  const simulate = (node: string, links: StandingLink[]) => {
    const scenario = quietScenario([], {
      world: { nodes: [{ id: node, channelNumber: 1, hangMs: 0 }], links },
    });
    const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
    simulator.start();
    return { simulator, port: simulator.listen().port };
  };
  return {
    hill: simulate("1998", [link("1998", "2999", "OUT", ["3100"])]),
    town: simulate("2999", [link("2999", "1998", "IN"), link("2999", "3100", "IN")]),
  };
}

function nexusOf(ports: Readonly<Record<string, number>>) {
  const servers = Object.entries(ports).map(([name, port]) =>
    `  - {name: ${name}, host: 127.0.0.1, port: ${port}, username: admin, password: simulator}\n`
  );
  const text = `servers:\n${servers.join("")}`;
  const loaded = loadConfig({ file: "nexus.yaml", env: () => undefined, readFile: () => text });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join("; "));
  const nexus = createNexus({
    config: loaded.config,
    clock: systemClock,
    log: silentLogger,
    version: { version: "test", commit: null, deno: "test" },
    databasePath: ":memory:",
    demo: false,
    names: () => undefined,
  });
  const app = new App<State>().use((ctx) => {
    ctx.state.services = nexus.services;
    return ctx.next();
  }).fsRoutes();
  const handler = hardenedHandler(attachRoutes(app, () => {}).handler(), nexus.services);
  const ask = (path: string) =>
    handler(new Request(`http://nexus:8080${path}`), { remoteAddr: PEER, completed: Promise.resolve() });
  const dataOf = async <T>(path: string): Promise<T> => (await (await ask(path)).json()).data;
  return { nexus, pageOf: async (path: string) => await (await ask(path)).text(), dataOf };
}

/** A tree as short text: `2999*@1(3100@2)`, a star for what is local. */
function shapeOf(branches: readonly NetworkBranch[]): string {
  return branches.map(({ node, local, hop, branches }) =>
    `${node}${local ? "*" : ""}@${hop}` + (branches.length > 0 ? `(${shapeOf(branches)})` : "")
  ).join(" ");
}

/** Each node's card of a page, with whether what it shows is old: `1998 no`. */
function cardsOf(html: string): readonly string[] {
  const sections = html.matchAll(/<section class="node"[^>]*>/g);
  return [...sections].map(([tag]) =>
    `${/node-([0-9]+)"/.exec(tag)?.[1]} ${/data-stale="(\w+)"/.exec(tag)?.[1]}`
  ).sort();
}

Deno.test("createNexus shows two servers that are linked to each other each from its own side", async () => {
  const { hill, town } = twoAsterisks();
  const { nexus, pageOf, dataOf } = nexusOf({ hill: hill.port, town: town.port });
  nexus.start();
  try {
    const sides = () =>
      nexus.services.nodes().map(({ node_id, server, stale, links }: NodeStatus) =>
        [
          node_id,
          server,
          stale,
          ...links.map(({ node, direction, link_state }) => `${node} ${direction} ${link_state}`),
        ]
          .join(" ")
      );
    const expected = [
      "1998 hill false 2999 OUT ESTABLISHED",
      "2999 town false 1998 IN ESTABLISHED 3100 IN ESTABLISHED",
    ];
    await eventually("both sides", () => Promise.resolve(`${sides().sort()}` === `${expected}` || undefined));

    const treeOf = async (node: string) => (await dataOf<NetworkTree>(`/api/nodes/${node}/network`));
    const [fromHill, fromTown] = [await treeOf("1998"), await treeOf("2999")];
    deepStrictEqual([shapeOf(fromHill.branches), fromHill.hops, fromHill.unknown], [
      "2999*@1(3100@2)",
      [1, 1],
      0,
    ]);
    deepStrictEqual([shapeOf(fromTown.branches), fromTown.hops, fromTown.unknown], [
      "1998*@1 3100@1",
      [2],
      0,
    ]);
    const hillPage = await pageOf("/nodes/1998");
    match(hillPage, /<a class="num tree-link" href="\/nodes\/2999"/);
    match(words(hillPage), /Hop 1 2999 .*Hop 2 3100 /);
    doesNotMatch(hillPage, /href="\/nodes\/1998"/);
    const townPage = await pageOf("/nodes/2999");
    match(townPage, /<a class="num tree-link" href="\/nodes\/1998"/);
    match(words(townPage), /Hop 1 1998 .*Hop 1 3100 /);
    doesNotMatch(words(townPage), /Hop 2/);

    // Who talks on the hill is received there, and heard in town over the link; town's own node hears it, not the hill's link.
    hill.simulator.world.talk({ node: "1998", link: null }, true);
    town.simulator.world.talk({ node: "2999", link: "1998" }, true);
    const keyed = () => {
      const [one, other] = ["1998", "2999"].map((node) => nexus.services.node(node));
      return `${one?.rx_keyed} ${one?.links.map((link) => link.current_tx)} ${other?.rx_keyed} ${
        other?.links.map(({ node, current_tx }) => `${node} ${current_tx}`)
      }`;
    };
    await eventually(
      "talk on both sides",
      () => Promise.resolve(keyed() === "true false false 1998 true,3100 false" || undefined),
    );

    town.simulator.server.kill();
    await eventually(
      "town to be away",
      () => Promise.resolve(nexus.services.node("2999")?.stale || undefined),
    );
    const alone = await treeOf("1998");
    deepStrictEqual(
      [shapeOf(alone.branches), alone.branches[0]?.behind.map(({ node }) => node)],
      ["2999*@1", ["3100"]],
      "what a server that is away told last is no longer the truth",
    );
    match(await pageOf("/nodes/2999"), /<section class="node"[^>]* data-stale="yes"/);
    match(await pageOf("/nodes/1998"), /<section class="node"[^>]* data-stale="no"/);

    // Each server has a banner of its own, also where nodes of the other alone are asked for.
    const both = await pageOf("/");
    match(words(both), /hill Connected for \d+ s/);
    match(words(both), /town Away for \d+ s\. (Next try in \d+ s|Trying now)/);
    doesNotMatch(words(both), /hill Away|town Connected/);
    deepStrictEqual(cardsOf(both), ["1998 no", "2999 yes"]);
    deepStrictEqual(cardsOf(await pageOf("/?server=hill")), ["1998 no"]);
    deepStrictEqual(cardsOf(await pageOf("/?server=town")), ["2999 yes"]);
  } finally {
    await nexus.stop();
    await hill.simulator.stop();
    await town.simulator.stop();
  }
});
