import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator, type Simulator } from "../../lib/simulator/mod.ts";
import { quietPort } from "../support/quiet_port.ts";
import { type ServerProcess, startServer } from "../support/server_process.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** Nexus as a process of its own, between an Asterisk and a network that both can fail. */
export interface TruthSite {
  readonly simulator: Simulator;
  readonly server: ServerProcess;
  readonly network: Network;
  /** The site as a browser reaches it: through the network. */
  readonly url: string;
}

/** Runs `act` with such a site, speaking every second, and ends it whatever happens. */
export async function withTruthSite(
  env: Readonly<Record<string, string>>,
  act: (site: TruthSite) => Promise<void>,
): Promise<void> {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger });
  simulator.start();
  const { username, password } = simulator.credentials;
  const server = await startServer({
    command: Deno.execPath(),
    args: ["run", "-A", "--config", CONFIG, MAIN, "--port", "0"],
    env: {
      AMI_HOST: "127.0.0.1",
      AMI_PORT: String(simulator.listen(quietPort()).port),
      AMI_USERNAME: username,
      AMI_PASSWORD: password,
      HEARTBEAT_INTERVAL: "1s",
      ...env,
    },
  });
  const network = new Network(Number(new URL(server.url).port));
  try {
    await act({ simulator, server, network, url: `http://localhost:${network.port}/` });
  } finally {
    await network.close();
    await server.dispose();
    await simulator.stop();
  }
}

/** How a request for a stream begins. */
const STREAM_REGEXP = /^GET \/(ws|api\/events)/;

/** Carries TCP to a port of this machine until it forgets: then all streams hang, as when a phone changes networks. */
export class Network {
  readonly #listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  readonly #carried = new Set<Carried>();
  readonly #running: Promise<unknown>[] = [];

  constructor(private readonly target: number) {
    this.#running.push(this.#accept());
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  /**
   * Nothing comes through any more on the streams that are open now, and nobody is told; what is opened later works.
   * Connections that stand idle are closed, as browsers do themselves when the network changes.
   */
  forget(): void {
    for (const carried of this.#carried) {
      if (carried.isStream) carried.isLost = true;
      else close(carried);
    }
  }

  async close(): Promise<void> {
    this.#listener.close();
    this.#carried.forEach(close);
    await Promise.all(this.#running);
  }

  async #accept(): Promise<void> {
    for await (const near of this.#listener) {
      const far = await Deno.connect({ port: this.target, hostname: "127.0.0.1" });
      const carried: Carried = { near, far, isStream: false, isLost: false };
      this.#carried.add(carried);
      this.#running.push(this.#carry(carried, near, far), this.#carry(carried, far, near));
    }
  }

  async #carry(carried: Carried, from: Deno.Conn, to: Deno.Conn): Promise<void> {
    const bytes = new Uint8Array(65_536);
    try {
      for (;;) {
        const count = await from.read(bytes);
        if (count === null) break;
        if (carried.isLost) continue;
        const part = bytes.subarray(0, count);
        if (STREAM_REGEXP.test(new TextDecoder().decode(part))) carried.isStream = true;
        for (let sent = 0; sent < count;) sent += await to.write(part.subarray(sent));
      }
    } catch (error) {
      if (!isGone(error)) throw error;
    } finally {
      this.#carried.delete(carried);
      close(carried);
    }
  }
}

/** One connection through the network. */
interface Carried {
  readonly near: Deno.Conn;
  readonly far: Deno.Conn;
  isStream: boolean;
  isLost: boolean;
}

function close({ near, far }: Carried): void {
  for (const conn of [near, far]) {
    try {
      conn.close();
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/** One end has gone, which is nothing that a network would mind. */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe;
}
