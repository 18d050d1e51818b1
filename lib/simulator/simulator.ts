import type { Clock } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { Exchange } from "./pbx/exchange.ts";
import { PbxLife } from "./pbx/life.ts";
import { demoScenario } from "./scenario/demo.ts";
import type { Scenario } from "./scenario/types.ts";
import { Asterisk } from "./server/asterisk.ts";
import type { ClientHandler, MemoryPeer } from "./server/memory_peer.ts";
import { type MemoryTransport, openMemoryTransport } from "./server/memory_transport.ts";
import { AmiServer } from "./server/server.ts";
import { UserBook } from "./server/users.ts";
import { startTraffic } from "./traffic/traffic.ts";
import { Agenda } from "./world/agenda.ts";
import { Random } from "./world/random.ts";
import { World } from "./world/world.ts";

/** What a simulator is made from. */
export interface SimulatorOptions {
  readonly clock: Clock;
  /** The same seed gives the same traffic. */
  readonly seed: number;
  readonly log: Logger;
  /** What is simulated; the demo when absent. */
  readonly scenario?: Scenario;
  /** How much faster than the clock the world runs; 1 when absent. */
  readonly speed?: number;
}

/** What somebody in the simulated directory is called. */
export interface InventedName {
  readonly callsign: string;
  readonly description: string;
  readonly location: string;
}

/** An Asterisk with app_rpt that is not there. */
export interface Simulator {
  /** The nodes, their links, and who is keyed. */
  readonly world: World;
  /** Its manager: how many sessions there are, and the ways it can fail. */
  readonly server: Pick<AmiServer, "sessions" | "waitingBytes" | "kill" | "stall" | "shutdown" | "boot">;
  /** With these one logs in. */
  readonly credentials: { readonly username: string; readonly password: string };
  /** Gives a user of the manager another secret; sessions that are logged in go on. Throws when there is no such user. */
  setSecret(username: string, secret: string): void;
  /** Brings the nodes up and lets people talk. */
  start(): void;
  /** Ends everything; resolves when nothing of it is left running. */
  stop(): Promise<void>;
  /** Opens the manager's TCP port; 0 takes a free one. Throws when the address is not a loopback address. */
  listen(port?: number, hostname?: string): { readonly port: number };
  /** Connects a client without a socket. Throws while the server is down. */
  connect(handler: ClientHandler): MemoryPeer;
  /** The same as something to read from and write to, for clients that dial. Rejects while the server is down. */
  dial(): Promise<MemoryTransport>;
  /** Name of a node of the scenario; undefined when it has none. */
  names(node: string): InventedName | undefined;
}

/** Makes a simulator; it does nothing before `start`, and can be reached only after `listen` or `connect`. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { clock, log, scenario = demoScenario(), speed = 1 } = options;
  const random = new Random(options.seed);
  const agenda = new Agenda(clock, speed);
  const world = new World(agenda, scenario.world);
  const users = new UserBook();
  const asterisk = new Asterisk(world, scenario, random.fork("server"), users);
  const exchange = new Exchange(
    () => agenda.now(),
    (event) => server.tellPbx(event),
    scenario.pbx?.systemName,
  );
  const pbx = scenario.pbx && new PbxLife(agenda, exchange, scenario.pbx, random.fork("pbx"));
  if (pbx) asterisk.exchange = exchange;
  const server: AmiServer = new AmiServer({ asterisk, agenda, clock, log, ...pbx ? { pbx } : {} });
  return {
    world,
    server,
    setSecret: (username, secret) => users.setSecret(username, secret),
    credentials: { username: "admin", password: "simulator" },
    start() {
      agenda.start();
      world.start();
      server.start(scenario.uptimeSec);
      startTraffic(agenda, world, scenario, random.fork("traffic"));
      pbx?.start();
      world.tellLists(); // hubs have their members now
      log.info("simulate an Asterisk", { scenario: scenario.name, seed: options.seed, speed });
    },
    async stop() {
      agenda.stop();
      await server.stop();
    },
    listen: (port = 0, hostname = "127.0.0.1") => server.listen(port, hostname),
    connect: (handler) => server.connect(handler),
    dial: async () => await openMemoryTransport((handler) => server.connect(handler)),
    names(node) {
      const entry = scenario.directory.get(node);
      return entry && {
        callsign: entry.callsign,
        description: entry.description,
        location: entry.location,
      };
    },
  };
}
