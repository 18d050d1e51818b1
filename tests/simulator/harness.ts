import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import {
  createSimulator,
  type DirectoryEntry,
  type MemoryPeer,
  type Scenario,
  type Simulator,
  type StandingLink,
} from "../../lib/simulator/mod.ts";

/** Where virtual time begins: a moment of the recordings. */
export const START_MS = Date.UTC(2026, 10, 20, 23, 40, 0);

/** A client in memory that keeps what it hears. */
export class TestClient {
  readonly peer: MemoryPeer;
  text = "";
  ended = false;
  readonly #decoder = new TextDecoder();

  constructor(simulator: Simulator) {
    this.peer = simulator.connect({
      data: (bytes) => void (this.text += this.#decoder.decode(bytes)),
      end: () => void (this.ended = true),
    });
  }

  /** Sends header lines as one message. */
  send(...lines: readonly string[]): void {
    this.peer.send([...lines, "", ""].join("\r\n"));
  }

  /** Sends header lines and gives what came back at once. */
  ask(...lines: readonly string[]): string {
    this.take();
    this.send(...lines);
    return this.take();
  }

  /** Logs in and forgets what came back. */
  login(username = "admin", secret = "simulator", ...more: readonly string[]): this {
    this.ask("Action: Login", `Username: ${username}`, `Secret: ${secret}`, ...more);
    return this;
  }

  /** What came since the last time. */
  take(): string {
    const taken = this.text;
    this.text = "";
    return taken;
  }

  /** The messages that came since the last time. */
  messages(): string[] {
    return this.take().split("\r\n\r\n").filter((message) => message !== "");
  }

  /** `node name value` of each RPT_ event that came since the last time. */
  rptEvents(): string[] {
    return this.messages().filter((message) => message.startsWith("Event: RPT_")).map((message) => {
      const [name, node, value] = ["Event", "Node", "EventValue"].map((header) => headerOf(message, header));
      return `${node} ${name} ${value}`;
    });
  }
}

/** The value of a header of a message; the empty string when it is not there. */
export function headerOf(message: string, name: string): string {
  const line = message.split("\r\n").find((text) => text.startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? "";
}

/** Someone in the directory of a test. */
export function entry(answersAfterMs: number | null): DirectoryEntry {
  return { callsign: "QX0TST", description: "Test", location: "Nowhere", peer: "127.0.0.1", answersAfterMs };
}

/** The three nodes of the recordings, without any traffic of their own. */
export function quietScenario(
  links: readonly StandingLink[] = [],
  changes: Partial<Scenario> = {},
): Scenario {
  return {
    name: "quiet",
    uptimeSec: 7,
    world: {
      nodes: ["1998", "1999", "2000"].map((id) => ({
        id,
        channelNumber: Number(id) - 1_800,
        hangMs: id === "1998" ? 3_280 : 900,
      })),
      links,
    },
    directory: new Map([
      ["1998", entry(24)],
      ["1999", entry(24)],
      ["2000", entry(24)],
      ["2001", entry(24)],
      ["2002", entry(null)],
      ["2003", { ...entry(null), refusesAfterMs: 60 }],
    ]),
    conversations: [],
    kerchunks: [],
    flicker: [],
    visitors: [],
    outages: [],
    hubs: [],
    pulses: [],
    ...changes,
  };
}

/** A simulator on virtual time that has been started, and stops when it is let go. */
export function startVirtual(scenario: Scenario = quietScenario(), seed = 1, startMs = START_MS) {
  const clock = new VirtualClock(startMs);
  const simulator = createSimulator({ clock, seed, log: silentLogger, scenario });
  simulator.start();
  return {
    clock,
    simulator,
    world: simulator.world,
    client: () => new TestClient(simulator),
    [Symbol.asyncDispose]: () => simulator.stop(),
  };
}
