import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { useOfflineTab } from "../components/PageCompanion.tsx";
import { VotersView } from "../components/VotersView.tsx";
import {
  browserVoters,
  followPage,
  scaleAddress,
  scaleCookie,
  streamUrls,
  type VoterScale,
  VotersFeed,
  type VotersStart,
} from "../lib/client/mod.ts";
import type { VotersAnswer } from "../lib/wire/mod.ts";

/** Voters: rendered on the server, live in the browser for as long as the page is looked at. */
export default function Voters(props: {
  readonly answer: VotersAnswer;
  readonly scale: VoterScale;
  readonly start: Omit<VotersStart, "socketUrl">;
  readonly basePath: string;
  /** The one node whose voter is shown; `null` for all. */
  readonly node: string | null;
}) {
  const { basePath, node } = props;
  const scale = useSignal(props.scale);
  const feed = useMemo(() => {
    const { socketUrl } = streamUrls(globalThis.location?.origin ?? "", basePath);
    return new VotersFeed(props.answer, { ...props.start, socketUrl }, browserVoters(basePath, node));
  }, []);
  useEffect(() => followPage(feed), [feed]);
  useOfflineTab(feed.nexus, () => feed.now.peek());
  const choose = (chosen: VoterScale) => {
    scale.value = chosen;
    document.cookie = scaleCookie(chosen, basePath);
    history.replaceState(history.state, "", location.pathname + scaleAddress(chosen));
  };
  return (
    <VotersView
      answer={feed.shown}
      scale={scale}
      now={feed.now}
      nexus={feed.nexus}
      basePath={basePath}
      node={node}
      onScale={choose}
    />
  );
}
