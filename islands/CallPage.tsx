import { useComputed } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { CallView } from "../components/CallView.tsx";
import { useOfflineTab } from "../components/PageCompanion.tsx";
import { browserCall, CallsFeed, type CallsStart, followPage, streamUrls } from "../lib/client/mod.ts";
import type { CallDetail } from "../lib/wire/mod.ts";

/** The page of one call: rendered on the server, live in the browser while the call is up. */
export default function CallPage(props: {
  readonly call: CallDetail;
  readonly start: Omit<CallsStart, "socketUrl">;
  readonly basePath: string;
}) {
  const { call, basePath } = props;
  const feed = useMemo(() => {
    const { socketUrl } = streamUrls(globalThis.location?.origin ?? "", basePath);
    return new CallsFeed(
      call,
      { ...props.start, socketUrl },
      browserCall(basePath, call.id, call.server),
    );
  }, []);
  const gone = useComputed(() => feed.reading.value === "gone");
  useEffect(() => followPage(feed), [feed]);
  useOfflineTab(feed.nexus, () => feed.now.peek());
  return <CallView call={feed.shown} gone={gone} now={feed.now} nexus={feed.nexus} />;
}
