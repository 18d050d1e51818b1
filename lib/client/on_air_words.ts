import type { OnAir, Talker } from "./on_air.ts";
import { calledName } from "./words.ts";

/** Key-ups shorter than this are not worth interrupting anybody for. */
const WORTH_SAYING_MS = 1_000;

/** What to call a talker: callsign, else description, else the link. A receiver hears whoever is on its frequency. */
export function talkerName(talker: Talker): string {
  return talker.local ? "Local receiver" : calledName(talker);
}

/** What else is known of a talker, such as `Hub, Boston`; empty when nothing is. */
export function talkerAbout(talker: Talker): string {
  const { callsign, description, location, local } = talker;
  // The node's own callsign may be said already: it stands in for a node's name.
  const ofNode = talker.on.some(({ name }) => name === callsign?.trim()) ? null : callsign;
  const about = local ? [ofNode, location] : [callsign?.trim() ? description : null, location];
  return about.map((text) => text?.trim()).filter((text) => text).join(", ");
}

/** How a talker is heard: `through 2000 on 1999 Hilltop`. */
export function talkerWay(talker: Talker): string {
  const on = talker.on.map(({ nodeId, name }) => name === "" ? nodeId : `${nodeId} ${name}`).join(" and ");
  return isThroughLink(talker) ? `through ${talker.node} on ${on}` : `on ${on}`;
}

/** True when the link is worth a word: it is none where a receiver hears, and said already where it is the name. */
export function isThroughLink(talker: Talker): boolean {
  return !talker.local && talkerName(talker) !== talker.node;
}

/**
 * What a screen reader shall say of who is on the air: each talker once, when it has talked for a second, and nothing
 * when it stops.
 */
export class OnAirNews {
  #told: ReadonlySet<string> | null = null;
  #text = "";

  /** The text of the live region, given what is shown at `nowMs`; what was shown first is not news. */
  tell(shown: OnAir, nowMs: number): string {
    const talkers = shown.kind === "talking" ? shown.talkers : [];
    const told = this.#told ?? new Set(talkers.map(({ key }) => key));
    const worth = talkers.filter(({ key, atMs }) =>
      told.has(key) || atMs === null || nowMs - atMs >= WORTH_SAYING_MS
    );
    const news = worth.filter(({ key }) => !told.has(key));
    this.#told = new Set(worth.map(({ key }) => key));
    if (news.length > 0) this.#text = `On air: ${news.map(sentence).join(", and ")}`;
    else if ([...told].some((key) => !this.#told?.has(key))) this.#text = "";
    return this.#text;
  }
}

function sentence(talker: Talker): string {
  return `${talkerName(talker)} ${talkerWay(talker)}`;
}
