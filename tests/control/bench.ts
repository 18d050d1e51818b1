import { ok } from "node:assert/strict";
import type { Principal, SignedIn } from "../../lib/auth/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import type { CommandRequest } from "../../lib/control/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus, type Nexus } from "../../lib/nexus.ts";
import {
  createSimulator,
  type MemoryTransport,
  type Scenario,
  type Simulator,
} from "../../lib/simulator/mod.ts";
import type { CommandInfo, Role } from "../../lib/wire/mod.ts";
import { openClient } from "../live/support.ts";
import { configOf } from "../nexus/support.ts";
import { quietScenario, START_MS } from "../simulator/harness.ts";

/** Somebody with a session. */
export function somebody(
  role: Role = "operator",
  nodes: SignedIn["nodes"] = "all",
  userId = 7,
): SignedIn {
  const expiresAtMs = START_MS + 86_400_000;
  return { kind: "session", userId, username: role, role, nodes, sessionId: `s${userId}`, expiresAtMs };
}

/** A whole Nexus and its Asterisk in one process and on one virtual clock. */
export class ControlBench {
  readonly clock = new VirtualClock(START_MS);
  readonly simulator: Simulator;
  readonly nexus: Nexus;
  /** Lines of the command line that Asterisk was sent, with when. */
  readonly sent: { readonly atMs: number; readonly line: string }[] = [];
  /** Everything that Asterisk was sent, as text. */
  written = "";
  /** What goes wrong with commands: `swallow`, they never arrive; `cut`, they do, and the connection ends before the answer. */
  spoil: "nothing" | "swallow" | "cut" = "nothing";
  #hangUp: (() => void) | null = null;

  constructor(scenario: Scenario = quietScenario(), keys = "") {
    this.simulator = createSimulator({ clock: this.clock, seed: 1, log: silentLogger, scenario });
    this.nexus = createNexus({
      config: configOf(
        `ami: {host: 127.0.0.1, username: admin, password: simulator, retry_interval: 2s}\nastdb: {enabled: false}\n${keys}`,
      ),
      clock: this.clock,
      log: silentLogger,
      version: { version: "test", commit: null, deno: "test" },
      databasePath: ":memory:",
      demo: false,
      names: () => undefined,
      dial: async () => this.#overheard(await this.simulator.dial()),
    });
  }

  /** Brings both up and waits until the nodes were polled. */
  async start(): Promise<this> {
    this.simulator.start();
    this.nexus.start();
    await this.until(() => this.nexus.services.nodes().length > 0, 10_000);
    await this.clock.advanceAsync(3_000);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopping = this.nexus.stop();
    await this.clock.advanceAsync(5_000);
    await stopping;
    await this.simulator.stop();
  }

  /** Lets time pass until something holds; fails when it does not in time. */
  async until(done: () => boolean, limitMs: number, stepMs = 50): Promise<void> {
    for (let leftMs = limitMs; !done() && leftMs > 0; leftMs -= stepMs) await this.clock.advanceAsync(stepMs);
    ok(done(), `within ${limitMs} ms: ${done}`);
  }

  /** Sends a command as an operator. */
  send(request: CommandRequest, node = "1998", principal: SignedIn = somebody()): CommandInfo {
    return this.nexus.services.control.submit(request, node, { principal, from: "192.0.2.9" });
  }

  /** Sends a command and waits for its end. */
  async outcome(
    request: CommandRequest,
    node = "1998",
    principal: SignedIn = somebody(),
  ): Promise<CommandInfo> {
    return await this.end(this.send(request, node, principal).id);
  }

  /** Waits for the end of a command. */
  async end(id: string): Promise<CommandInfo> {
    await this.until(() => this.find(id)?.state !== "accepted", 40_000);
    const found = this.find(id);
    if (!found) throw new Error(`find a command, it is forgotten: ${id}`);
    return found;
  }

  find(id: string, principal: Principal = somebody()): CommandInfo | undefined {
    return this.nexus.services.control.find(id, principal);
  }

  /** Links of a node in the simulated world: mode, name, state. */
  world(node = "1998"): string[] {
    return (this.simulator.world.node(node)?.links ?? []).map(({ name, mode, state, permanent }) =>
      `${mode}${name} ${state.is}${permanent ? " permanent" : ""}`
    );
  }

  /** What the streams told of commands to a viewer. */
  viewer(mayCommand: (node: string) => boolean) {
    const { port, session } = openClient(this.nexus.services.live, {
      viewer: { user: "alice", role: "operator", mayCommand },
    });
    return { port, session };
  }

  /** Lines about nodes only, without what Nexus asks for itself. */
  lines(): string[] {
    return this.sent.map(({ line }) => line);
  }

  /** The connection is cut, as by a router. */
  cut(): void {
    this.#hangUp?.();
  }

  #overheard(transport: MemoryTransport): MemoryTransport {
    const decoder = new TextDecoder();
    let isCut = false;
    this.#hangUp = () => {
      isCut = true;
      transport.close();
    };
    return {
      close: () => transport.close(),
      read: async (buffer) => {
        const count = await transport.read(buffer);
        return isCut ? null : count;
      },
      write: async (bytes) => {
        const text = decoder.decode(bytes);
        this.written += text;
        const lines = [...text.matchAll(/^Command: (rpt (?:cmd|fun|localplay) .*)\r$/gm)];
        for (const [, line = ""] of lines) this.sent.push({ atMs: this.clock.now(), line });
        if (lines.length > 0 && this.spoil === "swallow") return bytes.length;
        const count = await transport.write(bytes);
        if (lines.length > 0 && this.spoil === "cut") this.cut();
        return count;
      },
    };
  }
}
