import { useContext } from "preact/hooks";
import {
  formatAge,
  instantMs,
  isVoterOld,
  MAX_SIGNAL,
  receiverNotes,
  receiverWord,
  secondsSince,
  signalText,
  spokenSignal,
  staleReason,
  voterAbout,
  voterName,
  type VoterScale,
} from "../lib/client/mod.ts";
import type { Voter, VoterReceiver, VoterServer } from "../lib/wire/mod.ts";
import { Ago, ServerNow, Since, useTimeTest, useTimeText } from "./time.tsx";

/** One voter: who is voted, and each receiver with its signal. What is old is greyed and says since when. */
export function VoterPanel(props: {
  readonly voter: Voter;
  readonly server: VoterServer | undefined;
  readonly scale: VoterScale;
  /** Nexus itself is away. */
  readonly frozen: boolean;
  readonly basePath: string;
  /** It is the only one of its page. */
  readonly alone: boolean;
  readonly withServer: boolean;
}) {
  const { voter, server, scale, frozen, basePath, alone } = props;
  const now = useContext(ServerNow);
  const isOld = useTimeTest(now, (nowMs) => isVoterOld(voter, nowMs), [voter]) || frozen;
  const titleId = `voter-${voter.node}`;
  const page = `${basePath}/${alone ? "nodes" : "voters"}/${encodeURIComponent(voter.node)}`;
  const about = voterAbout(voter);
  return (
    <section class="panel voter" aria-labelledby={titleId} data-stale={isOld ? "yes" : "no"}>
      <header class="voter-head">
        <h2 id={titleId}>
          <a class="node-page-link" href={page}>{voter.node}</a> <bdi>{voterName(voter)}</bdi>
        </h2>
        <p class="dim">
          <bdi>{about}</bdi> {props.withServer && (
            <span>
              on server <bdi>{voter.server}</bdi>
            </span>
          )}
        </p>
      </header>
      {isOld ? <StaleLine voter={voter} server={server} frozen={frozen} /> : <NowLine voter={voter} />}
      <ul class="receivers" aria-label={`Receivers of ${voter.node}`}>
        {voter.receivers.map((receiver, at) => (
          <Receiver
            key={`${receiver.name} ${at}`}
            id={`${titleId}-${at}`}
            receiver={receiver}
            scale={scale}
          />
        ))}
      </ul>
      {voter.receivers.length === 0 && <p class="voter-none dim">voter.conf names no receiver for it.</p>}
    </section>
  );
}

function NowLine({ voter: { voted, voted_since } }: { readonly voter: Voter }) {
  const sinceMs = instantMs(voted_since);
  if (voted === null) return <p class="voter-now" data-voted="no">Nothing is received</p>;
  return (
    <p class="voter-now" data-voted="yes">
      <span>Voted:</span>{" "}
      <b title={voted}>
        <bdi>{voted}</bdi>
      </b>{" "}
      {sinceMs !== null && (
        <span>
          for <Since atMs={sinceMs} />
        </span>
      )}
    </p>
  );
}

function StaleLine({ voter, server, frozen }: {
  readonly voter: Voter;
  readonly server: VoterServer | undefined;
  readonly frozen: boolean;
}) {
  return (
    <p class="voter-now" data-voted="stale">
      <span>
        {frozen ? "Nexus is away" : staleReason(server)}. This was so{" "}
        <Ago atMs={instantMs(voter.updated_at)} />.
      </span>
    </p>
  );
}

function Receiver({ id, receiver, scale }: {
  readonly id: string;
  readonly receiver: VoterReceiver;
  readonly scale: VoterScale;
}) {
  const { name, state, rssi, ip } = receiver;
  const notes = receiverNotes(receiver);
  return (
    <li class="receiver" data-state={state}>
      <span class="receiver-name" id={id}>
        <bdi>{name}</bdi>
      </span>
      <span class="receiver-state">
        <span class="receiver-mark" aria-hidden="true" />
        {receiverWord(state)}
      </span>
      {rssi === null ? <span class="receiver-bar" aria-hidden="true" /> : (
        <span
          class="receiver-bar"
          role="meter"
          aria-labelledby={id}
          aria-valuemin={0}
          aria-valuemax={MAX_SIGNAL}
          aria-valuenow={rssi}
          aria-valuetext={spokenSignal(rssi, scale)}
        >
          <svg viewBox={`0 0 ${MAX_SIGNAL} 1`} preserveAspectRatio="none" aria-hidden="true">
            <rect class="receiver-signal" width={rssi} height="1" />
          </svg>
        </span>
      )}
      <span class="receiver-value" aria-hidden="true">
        {signalText(rssi, scale)}
      </span>
      <LastHeard receiver={receiver} />
      <span class="receiver-facts dim">
        {notes.map((note) => <span key={note}>{note}</span>)}
        {ip !== null && <span class="receiver-ip">{ip}</span>}
      </span>
    </li>
  );
}

/** As far as somebody looked: chan_voter itself does not say. */
function LastHeard({ receiver: { state, last_heard_at } }: { readonly receiver: VoterReceiver }) {
  const atMs = instantMs(last_heard_at);
  const text = useTimeText((nowMs) => heardText(state, atMs, nowMs), [state, atMs]);
  return <span class="receiver-heard dim">{text}</span>;
}

function heardText(state: VoterReceiver["state"], atMs: number | null, nowMs: number): string {
  if (state === "voted" || state === "receiving") return "Heard now";
  const seconds = secondsSince(atMs, nowMs);
  if (seconds === null) return "Not heard yet";
  return seconds < 2 ? "Heard just now" : `Heard ${formatAge(seconds)}`;
}
