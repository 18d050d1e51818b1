import type { ReadonlySignal } from "@preact/signals";
import { formatSpan, isFrozen, type NexusState, secondsSince } from "../lib/client/mod.ts";
import { nextTry } from "./NexusBadge.tsx";
import { useTimeText } from "./time.tsx";

/**
 * Says that Nexus itself is away and how old everything on the page is. It lies over the foot of the window, so that its
 * coming and going moves nothing. The announcer tells screen readers once; this, which changes every second, does not.
 */
export function AwayBanner({ nexus }: { readonly nexus: ReadonlySignal<NexusState> }) {
  const text = useTimeText((nowMs) => awayText(nexus.value, nowMs), [nexus]);
  if (!isFrozen(nexus.value)) return null;
  return <p class="away-banner" data-tone={nexus.value.kind === "away" ? "bad" : "busy"}>{text}</p>;
}

function awayText(state: NexusState, nowMs: number): string {
  if (!isFrozen(state)) return "";
  const age = formatSpan(secondsSince(state.lastMessageAtMs, nowMs));
  if (state.kind === "silent") return `Nexus has said nothing for ${age}. What is shown may be old.`;
  return `Nexus is away, showing what was known ${age} ago. ${nextTry(state.retryAtMs, nowMs)}.`;
}
