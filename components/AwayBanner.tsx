import type { ReadonlySignal } from "@preact/signals";
import { formatSpan, isFrozen, type NexusState, secondsSince } from "../lib/client/mod.ts";
import { nextTry } from "./NexusBadge.tsx";
import { useTimeText } from "./time.tsx";

/**
 * Says that Nexus itself is away and how old everything on the page is. It lies over the foot of the window, so that its
 * coming and going moves nothing. The announcer tells screen readers once; this, which changes every second, does not.
 */
export function AwayBanner({ nexus }: { readonly nexus: ReadonlySignal<NexusState> }) {
  const state = nexus.value;
  return isFrozen(state) ? <Banner key={state.kind} state={state} /> : null;
}

/** The states that a banner tells of. */
type Frozen = Extract<NexusState, { kind: "silent" | "away" }>;

/** Written from one state: a banner that is about to go keeps its words, and with them its height. */
function Banner({ state }: { readonly state: Frozen }) {
  const text = useTimeText((nowMs) => awayText(state, nowMs), [state]);
  return <p class="away-banner" data-tone={state.kind === "away" ? "bad" : "busy"}>{text}</p>;
}

function awayText(state: Frozen, nowMs: number): string {
  const age = formatSpan(secondsSince(state.lastMessageAtMs, nowMs));
  if (state.kind === "silent") return `Nexus has said nothing for ${age}. What is shown may be old.`;
  return `Nexus is away, showing what was known ${age} ago. ${nextTry(state.retryAtMs, nowMs)}.`;
}
