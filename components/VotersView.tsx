import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  amiWord,
  isFrozen,
  type NexusState,
  scaleAddress,
  serverNotes,
  type VoterScale,
  votersNews,
} from "../lib/client/mod.ts";
import type { VotersAnswer } from "../lib/wire/mod.ts";
import { AwayBanner } from "./AwayBanner.tsx";
import { NexusBadge } from "./NexusBadge.tsx";
import { SERVER_TONES } from "./ServerBadge.tsx";
import { ServerNow } from "./time.tsx";
import { VoterPanel } from "./VoterPanel.tsx";

/** What a page of voters is made of, on the server and in the browser. */
export interface VotersViewProps {
  readonly answer: ReadonlySignal<VotersAnswer>;
  readonly scale: ReadonlySignal<VoterScale>;
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  /** The one node whose voter is wanted; `null` for all. */
  readonly node: string | null;
  readonly onScale?: (scale: VoterScale) => void;
}

/** Voters, each with its receivers: which is voted, and how strong each is. */
export function VotersView(props: VotersViewProps) {
  const { answer, now, nexus, scale, basePath, node } = props;
  const { voters, servers } = answer.value;
  const shownNow = useComputed(() =>
    isFrozen(nexus.value) ? Math.min(now.value, nexus.value.lastMessageAtMs) : now.value
  );
  return (
    <ServerNow.Provider value={now}>
      <section class="connections" aria-label="Connections">
        <ul class="connections-list">
          <NexusBadge nexus={nexus} />
          {servers.map(({ server, ami }) => (
            <li key={server} class="connection" data-tone={SERVER_TONES[ami]} data-ami={ami}>
              <span class="connection-dot" aria-hidden="true" />
              <span>
                <b>{server}</b> {amiWord(ami)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <p class="sr-only" role="status">{votersNews(answer.value) || null}</p>
      {voters.length > 0 && <ScaleChoice scale={scale} onScale={props.onScale} />}
      <ServerNow.Provider value={shownNow}>
        {voters.map((voter) => (
          <VoterPanel
            key={`${voter.server} ${voter.node}`}
            voter={voter}
            server={servers.find(({ server }) => server === voter.server)}
            scale={scale.value}
            frozen={isFrozen(nexus.value)}
            basePath={basePath}
            alone={node !== null}
            withServer={servers.length > 1}
          />
        ))}
      </ServerNow.Provider>
      <Notes answer={answer.value} node={node} basePath={basePath} />
      <AwayBanner nexus={nexus} />
    </ServerNow.Provider>
  );
}

/** How signals are written. Links without JavaScript, which lead to the same page written so. */
function ScaleChoice({ scale, onScale }: Pick<VotersViewProps, "scale" | "onScale">) {
  const choice = (value: VoterScale, word: string) => (
    <a
      class="voter-scale-choice"
      href={scaleAddress(value)}
      aria-current={scale.value === value ? "true" : undefined}
      onClick={(event) => {
        if (!onScale) return;
        event.preventDefault();
        onScale(value);
      }}
    >
      {word}
    </a>
  );
  return (
    <nav class="voter-scale" aria-label="Signal shown as">
      <span class="dim" aria-hidden="true">Signal</span>
      {choice("number", "0 to 255")}
      {choice("percent", "Percent")}
    </nav>
  );
}

/** What is to be said of servers without a voter; of a page of one node only where that one is not there. */
function Notes({ answer, node, basePath }: {
  readonly answer: VotersAnswer;
  readonly node: string | null;
  readonly basePath: string;
}) {
  const { voters, servers } = answer;
  if (node !== null && voters.length > 0) return null;
  const notes = serverNotes(answer);
  const isUnknown = servers.some((server) => server.voters === "unknown");
  return (
    <div class="voter-notes">
      {voters.length === 0 && (
        <p class="voter-none">
          {isUnknown ? "No voter is known yet." : node === null ? "There is no voter." : (
            <>
              Node <bdi>{node}</bdi> has no voter.
            </>
          )}
        </p>
      )}
      {notes.map((note) => <p key={note} class="dim">{note}</p>)}
      {node !== null && (
        <p>
          <a class="voter-link" href={`${basePath}/voters`}>All voters</a>
        </p>
      )}
    </div>
  );
}
