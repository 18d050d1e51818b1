import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { SHORT_TIMES, withstandsAttacks } from "./attacks.ts";
import { buildProgram } from "./program.ts";
import { eventually, startServer } from "../support/server_process.ts";

interface StatusAnswer {
  readonly data: {
    readonly nodes: readonly {
      readonly node_id: string;
      readonly links: readonly { current_tx: boolean }[];
    }[];
  };
}

Deno.test("the program serves a live page in an empty directory with --demo, withstands attacks on its connections, and ends whole on SIGTERM", async () => {
  const directory = await Deno.makeTempDir({ prefix: "nexus-program-" });
  try {
    const program = await buildProgram(directory);
    const server = await startServer({
      command: program.command,
      args: [...program.args, "--demo", "--port", "0"],
      env: { MQTT_BROKER: "mqtt://127.0.0.1:1", ...SHORT_TIMES },
    });
    try {
      const status = await eventually("a keyed link", async () => {
        const answer: StatusAnswer = await (await fetch(`${server.url}api/status`)).json();
        return answer.data.nodes.some((node) => node.links.some((link) => link.current_tx))
          ? answer
          : undefined;
      });
      strictEqual(status.data.nodes.length, 2);
      await triesBroker(server.url);
      await readsWholePage(server.url, status.data.nodes.map((node) => node.node_id));
      await withstandsAttacks(server);
      server.signal("SIGTERM");
      const stoppedAtMs = performance.now();
      strictEqual(await server.exited, 0);
      ok(performance.now() - stoppedAtMs < 5_000, "it took more than 5 s to stop");
      deepStrictEqual([...Deno.readDirSync(server.directory)].map((entry) => entry.name), ["data"]);
    } finally {
      await server.dispose();
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

/** What speaks MQTT is inside the program too, and does with what the program may do. */
async function triesBroker(url: string): Promise<void> {
  const reason = await eventually("an attempt at the broker", async () => {
    const { mqtt }: { mqtt: { last_error: string | null } } = await (await fetch(new URL("/health", url)))
      .json();
    return mqtt.last_error ?? undefined;
  });
  strictEqual(reason, "nothing listens there");
}

/** The page names its nodes, and every file it needs is inside the program. */
async function readsWholePage(url: string, nodes: readonly string[]): Promise<void> {
  const answer = await fetch(url);
  strictEqual(answer.status, 200);
  match(answer.headers.get("content-type") ?? "", /^text\/html/);
  const html = await answer.text();
  for (const node of nodes) ok(html.includes(node), `the page does not name node ${node}`);
  const files = [...html.matchAll(/(?:src|href)="(\/[^"#]*\.(?:js|css|svg)[^"]*)"/g)].flatMap(([, path]) =>
    path ?? []
  );
  ok(files.length >= 2, `the page names too few files: ${files.join(", ")}`);
  for (const path of files) {
    const file = await fetch(new URL(path.replaceAll("&amp;", "&"), url));
    strictEqual(file.status, 200, path);
    ok((await file.arrayBuffer()).byteLength > 0, path);
  }
  const styleguide = await fetch(new URL("/styleguide", url));
  await styleguide.body?.cancel();
  strictEqual(styleguide.status, 404, "the page for those who work on Nexus is shown");
}
