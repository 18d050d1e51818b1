import type { Agenda } from "../world/agenda.ts";
import type { Random, Range } from "../world/random.ts";
import type { World } from "../world/world.ts";
import type { FlickerPlan, HubPlan, KerchunksPlan, OutagesPlan, PulsesPlan } from "../scenario/types.ts";

/** What every part of the traffic is made of. */
export interface TrafficTools {
  readonly agenda: Agenda;
  readonly world: World;
  readonly random: Random;
}

/** Short key-ups of anybody at any time. */
export function startKerchunks(tools: TrafficTools, plan: KerchunksPlan): void {
  const { agenda, world, random } = tools;
  repeatedly(tools, plan.everyMs, () => {
    const talker = random.pick(plan.talkers.filter((candidate) => world.canTalk(candidate)));
    if (!talker || !world.talk(talker, true)) return;
    agenda.after(random.within(plan.lengthMs), () => void world.talk(talker, false));
  });
}

/** The flicker of chained links: unkeyed for up to 70 ms while the far side talks without pause. */
export function startFlicker(tools: TrafficTools, plan: FlickerPlan): void {
  for (const link of plan.links) {
    repeatedly(tools, plan.everyMs, () => {
      tools.world.flicker(link, tools.random.within(plan.gapMs));
    });
  }
}

/** Links that are lost for a while, of which app_rpt tells nobody. */
export function startOutages(tools: TrafficTools, plan: OutagesPlan): void {
  for (const { node, link } of plan.links) {
    repeatedly(tools, plan.everyMs, () => {
      if (link !== null) tools.world.lose(node, link, tools.random.within(plan.backMs));
    });
  }
}

/** Nodes behind a hub that join and leave it. */
export function startHub(tools: TrafficTools, plan: HubPlan): void {
  const { world, random } = tools;
  let present = random.sample(plan.members, random.within(plan.present));
  world.setNetwork(plan.node, plan.link, present);
  repeatedly(tools, plan.everyMs, () => {
    const [least, most] = plan.present;
    const leaves = present.length > least && (present.length >= most || random.chance(0.5));
    const candidates = leaves ? present : plan.members.filter((member) => !present.includes(member));
    const chosen = random.pick(candidates);
    if (!chosen) return;
    present = leaves ? present.filter((member) => member !== chosen) : [...present, chosen];
    world.setNetwork(plan.node, plan.link, present);
  });
}

/** Key edges at an even rate; each tick keys or unkeys one link that is up. */
export function startPulses({ agenda, world, random }: TrafficTools, plan: PulsesPlan): void {
  const everyMs = 1_000 / plan.edgesPerSec;
  let carryMs = 0;
  const tick = () => {
    const link = random.pick(world.node(plan.node)?.links ?? []);
    if (link) world.talk({ node: plan.node, link: link.name }, !link.talking);
    carryMs += everyMs;
    const waitMs = Math.floor(carryMs);
    carryMs -= waitMs;
    agenda.after(waitMs, tick);
  };
  agenda.after(everyMs, tick);
}

function repeatedly({ agenda, random }: TrafficTools, everyMs: Range, act: () => void): void {
  const again = () => {
    agenda.after(random.within(everyMs), () => {
      act();
      again();
    });
  };
  again();
}
