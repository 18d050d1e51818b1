import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import {
  type DashboardModel,
  formatSpan,
  isFrozen,
  type NexusState,
  type OnAir as Shown,
  onAir,
  secondsSince,
  type Talker,
  talkerAbout,
  talkerName,
  talkerWay,
} from "../lib/client/mod.ts";
import { OnAirTalker } from "./OnAirTalker.tsx";
import { Ago, RunningTimer, ServerNow, useTimeText } from "./time.tsx";

/** Talkers there is room for, two on a phone; more are counted. */
const MAX_SHOWN = 3;

/**
 * The strip across the top: who talks now over all nodes that are shown, or who talked last. Its height is always the
 * same. While what it shows may be old it is greyed, its times stand still, and it says how old.
 */
export function OnAir(props: {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly nexus: ReadonlySignal<NexusState>;
  readonly wall: boolean;
}) {
  const { model, nexus } = props;
  const now = useContext(ServerNow);
  const shown = useComputed(() => onAir(model.value, now.peek()));
  const staleAtMs = useComputed(() => staleSince(shown.value, nexus.value));
  const shownNow = useComputed(() => {
    const atMs = staleAtMs.value;
    return typeof atMs === "number" ? Math.min(now.value, atMs) : now.value;
  });
  const isStale = staleAtMs.value !== "live";
  return (
    <section
      class="on-air"
      aria-label="On air"
      data-on-air={isStale ? "stale" : shown.value.kind}
      data-size={props.wall ? "wall" : "page"}
    >
      <p key={isStale ? "stale" : stateWord(shown.value) + detailWords(shown.value)} class="on-air-state">
        <StateWords shown={shown.value} staleAtMs={staleAtMs.value} />
      </p>
      <ServerNow.Provider value={shownNow}>
        <Talkers shown={shown.value} isStale={isStale} />
      </ServerNow.Provider>
    </section>
  );
}

/** The last instant at which all was true, epoch milliseconds; `live` while it is true now, `null` when it never was. */
type StaleAt = number | null | "live";

function staleSince(shown: Shown, nexus: NexusState): StaleAt {
  if (shown.kind === "stale" && shown.asOfMs === null) return null;
  const instants = [
    shown.kind === "stale" ? shown.asOfMs : null,
    isFrozen(nexus) ? nexus.lastMessageAtMs : null,
  ];
  const known = instants.filter((atMs) => atMs !== null);
  return known.length === 0 ? "live" : Math.min(...known);
}

function StateWords({ shown, staleAtMs }: { readonly shown: Shown; readonly staleAtMs: StaleAt }) {
  if (staleAtMs === null) return <b>Not read yet</b>;
  if (staleAtMs !== "live") {
    return (
      <>
        <b>Not live</b>
        <span class="on-air-detail">
          <StaleAge atMs={staleAtMs} />
        </span>
      </>
    );
  }
  const detail = detailWords(shown);
  return (
    <>
      <b>{stateWord(shown)}</b>
      {detail && <span class="on-air-detail">{detail}</span>}
    </>
  );
}

function detailWords(shown: Shown): string {
  return shown.kind === "talking" ? togetherWords(shown.talkers) : lastWords(shown);
}

function lastWords(shown: Shown): string {
  return shown.kind === "quiet" && shown.last !== null ? "last heard" : "";
}

/** Two may talk in networks of their own; more than two are counted, as not all need be shown. */
function togetherWords(talkers: readonly Talker[]): string {
  if (talkers.length > 2) return `${talkers.length} at once`;
  return talkers.some(({ doubles }) => doubles) ? "Double" : "";
}

/** "as of now" would be no news, so this counts from the first second. */
function StaleAge({ atMs }: { readonly atMs: number }) {
  const text = useTimeText((nowMs) => `as of ${formatSpan(secondsSince(atMs, nowMs))} ago`, [atMs]);
  return <>{text}</>;
}

function stateWord(shown: Shown): string {
  if (shown.kind === "talking") return "On air";
  return shown.kind === "empty" ? "No node" : "Quiet";
}

function Talkers({ shown, isStale }: { readonly shown: Shown; readonly isStale: boolean }) {
  if (shown.kind === "empty") return <Nobody>Nothing is listened to</Nobody>;
  const talkers = shown.kind === "quiet" ? [] : shown.talkers;
  const unheard = shown.kind === "stale" ? [] : shown.unheard;
  return (
    <>
      {talkers.length > 0
        ? <TalkersNow talkers={talkers} isStale={isStale} />
        : <LastTalker last={shown.kind === "talking" ? null : shown.last} isStale={isStale} />}
      {unheard.length > 0 && (
        <p class="on-air-unheard">
          No word from <b>{unheard.length > 2 ? `${unheard.length} nodes` : unheard.join(" and ")}</b>
        </p>
      )}
    </>
  );
}

function TalkersNow(
  { talkers, isStale }: { readonly talkers: readonly Talker[]; readonly isStale: boolean },
) {
  const shown = talkers.slice(0, MAX_SHOWN);
  return (
    <ul
      // Others on the strip make it another one: then no word of it has moved.
      key={`${isStale} ${shown.map(talkerWords).join("\n")}`}
      class="on-air-talkers"
      data-count={shown.length}
    >
      {shown.map((talker, place) => (
        <OnAirTalker key={place} talker={talker} before={isStale ? "talked then, " : ""}>
          {talker.atMs === null ? null : <RunningTimer atMs={talker.atMs} />}
        </OnAirTalker>
      ))}
    </ul>
  );
}

/** All that is written of a talker beside its time. */
function talkerWords(talker: Talker): string {
  return [talkerName(talker), talkerAbout(talker), talkerWay(talker)].join(" ");
}

function LastTalker({ last, isStale }: { readonly last: Talker | null; readonly isStale: boolean }) {
  if (last === null) return <Nobody>Nobody heard yet</Nobody>;
  return (
    <ul key={`${isStale} ${talkerWords(last)}`} class="on-air-talkers" data-count={1}>
      <OnAirTalker talker={last} before={isStale ? "talked last, " : ""}>
        <Ago atMs={last.atMs} />
      </OnAirTalker>
    </ul>
  );
}

function Nobody({ children }: { readonly children: ComponentChildren }) {
  return <p class="on-air-nobody">{children}</p>;
}
