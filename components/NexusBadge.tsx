import type { ReadonlySignal } from "@preact/signals";
import { formatSpan, type NexusState, secondsSince } from "../lib/client/mod.ts";
import { useTimeText } from "./time.tsx";

/** How a state looks: calm, busy, or wrong. */
export type Tone = "good" | "busy" | "bad" | "idle";

const TONES: Readonly<Record<NexusState["kind"], Tone>> = {
  rendered: "idle",
  live: "good",
  silent: "busy",
  reconnecting: "busy",
  away: "bad",
};

/** How this page stands with Nexus, in words. */
export function NexusBadge({ nexus }: { readonly nexus: ReadonlySignal<NexusState> }) {
  const text = useTimeText((nowMs) => nexusText(nexus.value, nowMs), [nexus]);
  return (
    <li class="connection" data-tone={TONES[nexus.value.kind]} data-nexus={nexus.value.kind}>
      <span class="connection-dot" aria-hidden="true" />
      <span>
        <b>Nexus</b> {text}
      </span>
    </li>
  );
}

function nexusText(state: NexusState, nowMs: number): string {
  switch (state.kind) {
    case "rendered":
      return "As of loading";
    case "live":
      return "Live";
    case "reconnecting":
      return `Reconnecting. ${nextTry(state.retryAtMs, nowMs)}`;
    case "silent":
      return `Silent for ${formatSpan(secondsSince(state.lastMessageAtMs, nowMs))}`;
    case "away":
      return "Away";
  }
}

/** When it is tried again: `Trying now`, or `Next try in 4 s`. */
export function nextTry(retryAtMs: number | null, nowMs: number): string {
  const leftSeconds = retryAtMs === null ? 0 : Math.ceil((retryAtMs - nowMs) / 1000);
  return leftSeconds > 0 ? `Next try in ${formatSpan(leftSeconds)}` : "Trying now";
}
