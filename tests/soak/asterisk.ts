/**
 * The simulator in a process of its own, so that the one that is measured holds the program alone. Each part that comes is what the
 * program sent; a step of virtual time later goes back what it is told.
 */
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { bigScenario, createSimulator } from "../../lib/simulator/mod.ts";
import { START_MS, STEP_MS } from "./pace.ts";
import { joined, PartReader, PartWriter } from "./pipe.ts";

const SCENARIO = bigScenario({ links: 50, networkNodes: 300, edgesPerSec: 2 });

async function main(heardPath: string, toldPath: string): Promise<void> {
  const heard = new PartReader(heardPath);
  const told = new PartWriter(toldPath);
  const clock = new VirtualClock(START_MS, 1);
  const simulator = createSimulator({ clock, seed: 1, log: silentLogger, scenario: SCENARIO });
  simulator.start();
  let waiting: Uint8Array[] = [];
  const peer = simulator.connect({ data: (bytes) => void waiting.push(bytes.slice()), end: () => {} });
  for (let part = heard.read(); part !== null; part = heard.read()) {
    if (part.length > 0) peer.send(part);
    clock.advance(STEP_MS);
    told.write(joined(waiting));
    waiting = [];
  }
  await simulator.stop();
  heard.close();
  told.close();
}

if (import.meta.main) await main(Deno.args[0] ?? "", Deno.args[1] ?? "");
