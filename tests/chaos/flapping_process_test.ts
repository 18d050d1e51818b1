import { deepStrictEqual, match, ok } from "node:assert/strict";
import { eventually, startServer } from "../support/server_process.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** Takes calls and hangs up at once, as a network that flaps, and counts them. */
class Flapping {
  calls = 0;
  readonly #listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  readonly #running = this.#accept();

  get port(): number {
    return this.#listener.addr.port;
  }

  async close(): Promise<void> {
    this.#listener.close();
    await this.#running;
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      this.calls++;
      connection.close();
    }
  }
}

Deno.test("the program whose Asterisk hangs up on every call tries on, and logs no line for attempts after the third", async () => {
  const asterisk = new Flapping();
  const server = await startServer({
    command: Deno.execPath(),
    args: ["run", "-A", "--config", CONFIG, MAIN, "--port", "0"],
    env: {
      AMI_HOST: "127.0.0.1",
      AMI_PORT: String(asterisk.port),
      AMI_USERNAME: "admin",
      AMI_PASSWORD: "simulator",
      AMI_RETRY_INTERVAL: "100ms",
      AMI_RETRY_MAX: "100ms",
    },
  });
  try {
    await eventually("eight attempts", () => Promise.resolve(asterisk.calls >= 8 || undefined));
    const lines = server.log().split("\n").filter((line) => line.includes("connect"));
    deepStrictEqual(lines.filter((line) => line.includes("not connected")).length, 3, lines.join("\n"));
    match(lines.at(-1) ?? "", /further attempts are logged at debug only/);
    const health = await (await fetch(`${server.url}health`)).json();
    ok(JSON.stringify(health).includes('"retrying"') || JSON.stringify(health).includes('"connecting"'));
  } finally {
    await server.dispose();
    await asterisk.close();
  }
});
