import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { answerMetrics } from "../../lib/metrics/mod.ts";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator } from "../../lib/simulator/mod.ts";
import { lintMetrics } from "../metrics/lint.ts";
import { eventually, startServer } from "../support/server_process.ts";

Deno.test("answerMetrics lets nobody in when off, everybody when open, and only the token's holder with a token", () => {
  const token = "a-token-of-some-length";
  const state = (access: "off" | "open" | "token", bearer: string | null, secret: string | null = token) =>
    answerMetrics({ access, token: secret }, bearer, () => "text").state;
  deepStrictEqual([state("off", token), state("open", null)], ["off", "ok"]);
  deepStrictEqual([state("token", null), state("token", "wrong"), state("token", token)], [
    "denied",
    "denied",
    "ok",
  ]);
  strictEqual(state("token", token, null), "denied");
});

Deno.test("answerMetrics renders nothing for those who are refused", () => {
  answerMetrics({ access: "token", token: "a-token-of-some-length" }, "wrong", () => {
    throw new Error("rendered");
  });
});

Deno.test("GET /metrics tells what a running server counts, to those who may ask", async () => {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger });
  simulator.start();
  const { port } = simulator.listen();
  const token = "a-token-of-some-length";
  const main = new URL("../../main.ts", import.meta.url).pathname;
  const server = await startServer({
    command: Deno.execPath(),
    args: ["run", "-A", main, "--port", "0"],
    env: {
      AMI_HOST: "127.0.0.1",
      AMI_PORT: String(port),
      AMI_USERNAME: simulator.credentials.username,
      AMI_PASSWORD: simulator.credentials.password,
      METRICS_ACCESS: "token",
      METRICS_TOKEN: token,
    },
  });
  const read = (headers: HeadersInit) => fetch(`${server.url}metrics`, { headers });
  try {
    const refused = await read({});
    strictEqual(refused.status, 401);
    match(await refused.text(), /unauthorized/);
    const text = await eventually("polls and nodes", async () => {
      const answer = await read({ Authorization: `Bearer ${token}` });
      match(answer.headers.get("Content-Type") ?? "", /^text\/plain; version=0\.0\.4/);
      const found = await answer.text();
      return /nexus_polls_answered_total\{server="asterisk"\} [1-9]/.test(found) ? found : undefined;
    });
    match(text, /^nexus_nodes\{server="asterisk"\} 2$/m);
    match(text, /^nexus_ami_sessions_total\{server="asterisk"\} 1$/m);
    match(text, /^nexus_ami_action_seconds_count\{server="asterisk"\} [1-9]/m);
    match(text, /^nexus_bound_limit\{bound="stream_clients"\} 2000$/m);
    ok(!text.includes(token), "the token is in the text");
    deepStrictEqual(lintMetrics(text), []);
  } finally {
    await server.dispose();
    await simulator.stop();
  }
});
