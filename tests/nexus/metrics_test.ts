import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { systemClock } from "../../lib/clock/mod.ts";
import { loadConfig } from "../../lib/config/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus, type Nexus } from "../../lib/nexus.ts";
import { createSimulator, type Simulator } from "../../lib/simulator/mod.ts";
import { openClient } from "../live/support.ts";
import { BOUND_OF } from "../metrics/bounds_table.ts";
import { lintMetrics } from "../metrics/lint.ts";
import { quietScenario } from "../simulator/harness.ts";
import { eventually } from "../support/server_process.ts";

/** What a server holds that ends somewhere, once for each server. */
const SERVER_BOUNDS = [
  "ami_abandoned_actions",
  "ami_held_bytes",
  "ami_list_characters",
  "ami_list_items",
  "ami_outbox_bytes",
  "ami_pending_actions",
  "call_channels",
  "call_gone_channels",
  "call_legs",
  "call_numbers",
  "calls",
  "local_nodes",
  "node_action_budgets",
  "node_actions_per_minute",
  "node_awaited_lists",
  "node_channels",
  "node_departed_links",
  "node_links",
  "node_lost_lists",
  "node_network",
  "node_variables",
];

/** What the program holds that ends somewhere; rooms that come add to it. */
const BOUNDS = [
  "accounts",
  "api_tokens_of_account",
  "audit_rows",
  "audit_waiting",
  "database_call_events",
  "database_call_legs",
  "database_days_kept",
  "database_links_in_memory",
  "database_local_nodes",
  "database_lost_servers",
  "database_remembered_answers",
  "database_running_calls",
  "database_running_transmissions",
  "database_waiting_absorbed_sessions",
  "database_waiting_calls",
  "database_waiting_daily_sums",
  "database_waiting_sessions",
  "database_waiting_transmissions",
  "directory_names_at_hand",
  "echolink_linked_stations",
  "echolink_names",
  "favorites_of_account",
  "favorites_watched",
  "metrics_nodes",
  "passwords_waiting",
  "rate_limited_addresses",
  "session_tokens_remembered",
  "sessions_of_account",
  "sign_in_addresses",
  "sign_in_failures",
  "socket_tickets",
  "stream_choices_of_message",
  "stream_client_queue_bytes",
  "stream_client_queue_messages",
  "stream_clients",
  "stream_clients_per_address",
  "stream_resume_bytes",
  "stream_resume_messages",
  "stream_servers",
  "stream_waiting_edges",
];

function simulate(): { readonly simulator: Simulator; readonly port: number } {
  const simulator = createSimulator({
    clock: systemClock,
    seed: 1,
    log: silentLogger,
    scenario: quietScenario(),
  });
  simulator.start();
  return { simulator, port: simulator.listen().port };
}

async function withNexus(act: (nexus: Nexus, servers: readonly Simulator[]) => Promise<void>): Promise<void> {
  const [hill, town] = [simulate(), simulate()];
  const server = (name: string, port: number) =>
    `  - {name: ${name}, host: 127.0.0.1, port: ${port}, username: admin, password: simulator, retry_interval: 100ms}\n`;
  const text = `servers:\n${server("hill", hill.port)}${
    server("town", town.port)
  }metrics: {access: open}\nfavorites_activity: true\n`;
  const loaded = loadConfig({ file: "nexus.yaml", env: () => undefined, readFile: () => text });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join());
  const nexus = createNexus({
    config: loaded.config,
    clock: systemClock,
    log: silentLogger,
    version: { version: "test", commit: null, deno: "test" },
    databasePath: ":memory:",
    demo: false,
    names: () => undefined,
    directory: { dataDir: "unused", userAgent: "Nexus/test", invented: [] },
  });
  nexus.start();
  try {
    await act(nexus, [hill.simulator, town.simulator]);
  } finally {
    await nexus.stop();
    await Promise.all([hill.simulator.stop(), town.simulator.stop()]);
  }
}

function read(nexus: Nexus): string {
  const answer = nexus.services.metrics?.(null);
  if (answer?.state !== "ok") throw new Error(`read metrics, they are ${answer?.state}`);
  return answer.text;
}

function value(text: string, series: string): number | undefined {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** Names of the bounds that these labels are told with. */
function bounds(text: string, family: string, labels: string): readonly string[] {
  const found = text.matchAll(new RegExp(`^${family}\\{bound="([a-z_]+)"${labels}\\} \\S+$`, "gm"));
  return [...found].map(([, name = ""]) => name).sort();
}

Deno.test("createNexus counts two servers apart, tells every bound once with its limit, and breaks no rule of the format", async () => {
  await withNexus(async (nexus) => {
    const client = openClient(nexus.services.live, {});
    const text = await eventually("both servers' polls", () => {
      const found = read(nexus);
      const polled = (server: string) =>
        (value(found, `nexus_polls_answered_total{server="${server}"}`) ?? 0) > 0;
      return Promise.resolve(polled("hill") && polled("town") ? found : undefined);
    });
    deepStrictEqual(lintMetrics(text), []);
    for (const family of ["nexus_bound_used", "nexus_bound_limit"]) {
      const own = new Set(bounds(text, family, ""));
      deepStrictEqual(BOUNDS.filter((name) => !own.has(name)), [], family);
      for (const server of ["hill", "town"]) {
        const found = new Set(bounds(text, family, `,server="${server}"`));
        deepStrictEqual(SERVER_BOUNDS.filter((name) => !found.has(name)), [], `${family} of ${server}`);
      }
    }
    const told = new Set(text.matchAll(/^nexus_bound_limit\{bound="([a-z_]+)"/gm).map(([, name]) => name));
    deepStrictEqual(Object.entries(BOUND_OF).filter(([, name]) => !told.has(name)), [], "not to be seen");
    for (const [, labels, limit] of text.matchAll(/^nexus_bound_limit(\{.*\}) (\S+)$/gm)) {
      const used = value(text, `nexus_bound_used${labels}`) ?? NaN;
      ok(Number(limit) > 0 && used >= 0 && used <= Number(limit), `${labels} ${used} of ${limit}`);
    }
    strictEqual(value(text, 'nexus_bound_used{bound="stream_clients"}'), 1);
    ok((value(text, 'nexus_bound_used{bound="node_actions_per_minute",server="hill"}') ?? 0) >= 2);
    strictEqual(value(text, 'nexus_rows_dropped_total{server="hill",source="poll"}'), 0);
    client.session.end();
  });
});

Deno.test("createNexus counts reconnects of the server that came back, and of no other", async () => {
  await withNexus(async (nexus, [hill]) => {
    const is = (reconnects: number, connected: number) => () => {
      const found = read(nexus);
      const now = value(found, 'nexus_ami_connected{server="hill"}') === connected;
      const times = value(found, 'nexus_ami_reconnects_total{server="hill"}') === reconnects;
      return Promise.resolve(now && times ? found : undefined);
    };
    await eventually("the first session", is(0, 1));
    await eventually("its nodes", () => {
      const polls = value(read(nexus), 'nexus_polls_answered_total{server="hill"}') ?? 0;
      return Promise.resolve(polls >= 3 || undefined);
    });
    hill?.server.kill();
    const away = await eventually("the loss", is(0, 0));
    deepStrictEqual(lintMetrics(away), []);
    const told = new Set(bounds(away, "nexus_bound_limit", ',server="hill"'));
    deepStrictEqual(SERVER_BOUNDS.filter((name) => !told.has(name)), [], "bounds of a server that is away");
    strictEqual(value(away, 'nexus_bound_used{bound="ami_pending_actions",server="hill"}'), 0);
    hill?.server.boot();
    const text = await eventually("the second session", is(1, 1));
    strictEqual(value(text, 'nexus_ami_sessions_total{server="hill"}'), 2);
    strictEqual(value(text, 'nexus_ami_reconnects_total{server="town"}'), 0);
  });
});
