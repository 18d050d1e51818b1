import { type CallDetail, type CallsAnswer, isCallDetail, isCallsAnswer } from "../wire/mod.ts";
import { browserClock } from "./browser.ts";
import { browserSocket } from "./browser_streams.ts";
import type { CallsEnvironment } from "./calls_feed.ts";
import { callsQuery, type CallsSearch } from "./calls_query.ts";
import { instantStyle } from "./preference_store.ts";
import { readFrom } from "./node_page_browser.ts";

/** The browser as the list of calls needs it; `search` gives what is asked for at the moment. */
export function browserCalls(basePath: string, search: () => CallsSearch): CallsEnvironment<CallsAnswer> {
  return {
    clock: browserClock,
    openSocket: browserSocket,
    read: () => readFrom(`${basePath}/api/calls${callsQuery(search(), instantStyle.peek())}`, isCallsAnswer),
  };
}

/** The browser as the page of one call needs it. */
export function browserCall(basePath: string, callId: string, server: string): CallsEnvironment<CallDetail> {
  const address = `${basePath}/api/calls/${encodeURIComponent(callId)}?${new URLSearchParams({ server })}`;
  return {
    clock: browserClock,
    openSocket: browserSocket,
    read: () => readFrom(address, isCallDetail),
  };
}
