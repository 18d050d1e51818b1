import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { CallsView } from "../components/CallsView.tsx";
import { useOfflineTab } from "../components/PageCompanion.tsx";
import {
  browserCalls,
  callsAddress,
  CallsFeed,
  type CallsSearch,
  type CallsStart,
  followPage,
  instantStyle,
  type SearchMistake,
  streamUrls,
} from "../lib/client/mod.ts";
import type { CallsAnswer } from "../lib/wire/mod.ts";

/** A search follows the last key after so long: a quick typist makes one for a word, not one for each letter. */
const PAUSE_MS = 250;

/** The list of calls: rendered on the server, live in the browser. */
export default function Calls(props: {
  readonly answer: CallsAnswer;
  readonly search: CallsSearch;
  readonly mistakes: readonly SearchMistake[];
  readonly start: Omit<CallsStart, "socketUrl">;
  readonly basePath: string;
}) {
  const { basePath } = props;
  const search = useSignal(props.search);
  const mistakes = useSignal(props.mistakes);
  const feed = useMemo(() => {
    const { socketUrl } = streamUrls(globalThis.location?.origin ?? "", basePath);
    return new CallsFeed(
      props.answer,
      { ...props.start, socketUrl },
      browserCalls(basePath, () => search.peek()),
    );
  }, []);
  const failed = useComputed(() => feed.reading.value !== "read");
  const zone = useRef(instantStyle.peek()?.zone);
  useEffect(() => followPage(feed), [feed]);
  useOfflineTab(feed.nexus, () => feed.now.peek());
  // A day is the reader's own, whose time zone the server does not know.
  useSignalEffect(() => {
    const { zone: now } = instantStyle.value ?? {};
    if (now === zone.current) return;
    zone.current = now;
    if (search.peek().day !== "") feed.ask();
  });
  const change = (part: Partial<CallsSearch>) => {
    search.value = { ...search.peek(), ...part, cursor: "" };
    mistakes.value = [];
    history.replaceState(history.state, "", location.pathname + callsAddress(search.peek()));
    feed.ask("q" in part ? PAUSE_MS : 0);
  };
  return (
    <CallsView
      answer={feed.shown}
      failed={failed}
      search={search}
      mistakes={mistakes}
      now={feed.now}
      nexus={feed.nexus}
      basePath={basePath}
      onChange={change}
      onSubmit={(event) => {
        event.preventDefault();
        feed.ask();
      }}
    />
  );
}
