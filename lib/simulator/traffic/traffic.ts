import type { Agenda } from "../world/agenda.ts";
import type { Random } from "../world/random.ts";
import type { World } from "../world/world.ts";
import type { Scenario } from "../scenario/types.ts";
import { Conversation } from "./conversation.ts";
import { startFlicker, startHub, startKerchunks, startOutages, startPulses } from "./disturbances.ts";
import { Visits } from "./visitors.ts";

/**
 * Starts everything that goes on in a scenario. Each part draws from its own generator, so one that is changed or
 * left out leaves the others as they were.
 */
export function startTraffic(agenda: Agenda, world: World, scenario: Scenario, random: Random): void {
  const tools = (label: string) => ({ agenda, world, random: random.fork(label) });
  scenario.hubs.forEach((plan, index) => startHub(tools(`hub ${index}`), plan));
  scenario.conversations.forEach((plan, index) => {
    new Conversation(agenda, world, random.fork(`conversation ${index}`), plan).start();
  });
  scenario.kerchunks.forEach((plan, index) => startKerchunks(tools(`kerchunks ${index}`), plan));
  scenario.flicker.forEach((plan, index) => startFlicker(tools(`flicker ${index}`), plan));
  scenario.outages.forEach((plan, index) => startOutages(tools(`outages ${index}`), plan));
  scenario.pulses.forEach((plan, index) => startPulses(tools(`pulses ${index}`), plan));
  for (const plan of scenario.visitors) {
    for (const visitor of plan.visitors) {
      const label = `visits ${visitor.node} ${visitor.link.name}`;
      new Visits(agenda, world, random.fork(label), plan, visitor).start();
    }
  }
}
