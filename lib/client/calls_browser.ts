import { type CallDetail, type CallsAnswer, isCallDetail, isCallsAnswer } from "../wire/mod.ts";
import { browserClock } from "./browser.ts";
import { browserSocket } from "./browser_streams.ts";
import type { CallsEnvironment } from "./calls_feed.ts";
import { callsQuery, type CallsSearch } from "./calls_query.ts";
import { instantStyle } from "./preference_store.ts";
import { readFrom } from "./node_page_browser.ts";
import type { PartReading } from "./part_reader.ts";

/** The browser as the list of calls needs it; `search` gives what is asked for at the moment. */
export function browserCalls(basePath: string, search: () => CallsSearch): CallsEnvironment<CallsAnswer> {
  return {
    clock: browserClock,
    openSocket: browserSocket,
    read: () =>
      readSigned(`${basePath}/api/calls${callsQuery(search(), instantStyle.peek())}`, isCallsAnswer),
  };
}

/** The browser as the page of one call needs it. */
export function browserCall(basePath: string, id: string, server: string): CallsEnvironment<CallDetail> {
  const address = `${basePath}/api/calls/${encodeURIComponent(id)}?${new URLSearchParams({ server })}`;
  return {
    clock: browserClock,
    openSocket: browserSocket,
    read: () => readSigned(address, isCallDetail),
  };
}

/** Reads what only who is signed in may see; whoever is not any more gets the page as it now is for them, which asks to sign in. */
function readSigned<T>(url: string, is: (value: unknown) => value is T): Promise<PartReading<T>> {
  return readFrom(url, is, () => location.reload());
}
