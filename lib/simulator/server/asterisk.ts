import type { Exchange } from "../pbx/exchange.ts";
import type { Random } from "../world/random.ts";
import type { World } from "../world/world.ts";
import type { Scenario } from "../scenario/types.ts";
import { type Release, releaseOf } from "./release.ts";
import type { UserBook } from "./users.ts";

/**
 * The process that is not there. `starting`: the port is open, but FullyBooted is still to come; `down`: nothing
 * listens. `bootedAtMs` is epoch milliseconds of world time.
 */
export type ProcessState =
  | { readonly is: "starting" | "booted"; readonly bootedAtMs: number }
  | { readonly is: "down" };

/** What answers of the AMI are made from. */
export class Asterisk {
  readonly world: World;
  readonly scenario: Scenario;
  readonly random: Random;
  readonly release: Release;
  readonly users: UserBook;
  /** Its telephones; `null` where it has none. */
  exchange: Exchange | null = null;
  state: ProcessState = { is: "down" };

  constructor(world: World, scenario: Scenario, random: Random, users: UserBook) {
    this.world = world;
    this.scenario = scenario;
    this.random = random;
    this.release = releaseOf(scenario.release ?? "asl3");
    this.users = users;
  }

  /** When it was started; now, while it is down. */
  get bootedAtMs(): number {
    return this.state.is === "down" ? this.world.nowMs : this.state.bootedAtMs;
  }

  /** Whole seconds since it was started. */
  get uptimeSec(): number {
    return Math.max(0, Math.floor((this.world.nowMs - this.bootedAtMs) / 1000));
  }
}
