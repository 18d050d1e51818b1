import { type Activity, calledName, type Voice } from "../lib/client/mod.ts";
import { Ago, RunningTimer } from "./time.tsx";

/** Voices that fit on one line; the rest are counted, so that the links below stay where they are. */
const MAX_VOICES = 3;

/** What goes on at a node, in one sentence: who talks and for how long, or that it is quiet and since when. */
export function ActivityLine({ activity, transmits = false }: {
  readonly activity: Activity;
  /** Whether the node transmits: then it is not quiet, though nobody talks. */
  readonly transmits?: boolean;
}) {
  if (activity.kind === "quiet") {
    return <QuietLine last={activity.last} word={transmits ? "Tail or telemetry." : "Quiet."} />;
  }
  const shown = activity.voices.slice(0, MAX_VOICES);
  const more = activity.voices.length - shown.length;
  // Others on the line make it another line: then no word of it has moved.
  const key = [...shown.map(({ node }) => node), String(more).length].join(" ");
  return (
    <p key={key} class="activity" data-activity="talking">
      {shown.map((voice, index) => (
        <span class="voice" key={index}>
          {index > 0 && <span class="voice-and">and</span>}
          <VoiceName voice={voice} />
          {voice.atMs !== null && <RunningTimer atMs={voice.atMs} />}
        </span>
      ))}
      {more > 0 && <span class="voice-more num">and {more} more</span>}
      {activity.voices.length > 1 && <span class="double">Double</span>}
    </p>
  );
}

function QuietLine({ last, word }: { readonly last: Voice | null; readonly word: string }) {
  const state = <span class="activity-word">{word}</span>;
  if (last === null) return <p key={word} class="activity" data-activity="quiet">{state} Nobody heard yet</p>;
  return (
    <p key={word + last.node} class="activity" data-activity="quiet">
      {state} Last heard <bdi>{last.local ? "the local receiver" : calledName(last)}</bdi>{" "}
      <Ago atMs={last.atMs} />
    </p>
  );
}

function VoiceName({ voice }: { readonly voice: Voice }) {
  if (voice.local) return <b>Local receiver</b>;
  const name = calledName(voice);
  return (
    <>
      <b>
        <bdi>{name}</bdi>
      </b>
      {name !== voice.node && <span class="dim">through {voice.node}</span>}
    </>
  );
}
