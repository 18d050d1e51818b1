import { useEffect, useState } from "preact/hooks";
import { LogLines } from "../components/admin/LogLines.tsx";
import { readLogLine, reloadIfShutOut, withLine } from "../lib/client/mod.ts";
import type { LogEntry } from "../lib/wire/mod.ts";

/** Lines on the page; older ones go. */
const MOST_LINES = 300;

/** A stream that is back so soon was not away. */
const AWAY_AFTER_MS = 3_000;

/** How the page stands with the stream. */
type Tail = "starting" | "live" | "paused" | "away";

/** How soon a stream that was refused is asked for again. */
const AGAIN_MS = 5_000;

const WORDS: Readonly<Record<Tail, string>> = {
  starting: "As of loading",
  live: "Live",
  paused: "Paused",
  away: "Cut off, trying again",
};

/** The log as it is written. */
export default function AdminLog(
  { lines: first, level, basePath }: {
    readonly lines: readonly LogEntry[];
    readonly level: string;
    readonly basePath: string;
  },
) {
  const [lines, setLines] = useState(first);
  const [tail, setTail] = useState<Tail>("starting");
  const isPaused = tail === "paused";
  useEffect(() => {
    if (isPaused) return;
    return follow(`${basePath}/api/admin/log/events?level=${level}`, setTail, (text) => {
      const line = readLogLine(text);
      if (line) setLines((before) => withLine(before, line, MOST_LINES));
    });
  }, [isPaused, level]);
  return (
    <>
      <p class="log-state">
        <span role="status" data-tail={tail}>{WORDS[tail]}</span>
        {tail !== "starting" && (
          <button
            type="button"
            class="button"
            onClick={() => setTail(isPaused ? "starting" : "paused")}
          >
            {isPaused ? "Go on" : "Pause"}
          </button>
        )}
      </p>
      <LogLines lines={lines} />
    </>
  );
}

/** Follows the log until the function that it gives is called. */
function follow(url: string, tell: (tail: Tail) => void, take: (text: string) => void): () => void {
  let events: EventSource;
  let away: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    events = new EventSource(url);
    events.addEventListener("open", () => {
      clearTimeout(away);
      away = undefined;
      tell("live");
    });
    events.addEventListener("error", () => {
      // The server ends the stream now and then, and has it back in a second.
      away ??= setTimeout(() => tell("away"), AWAY_AFTER_MS);
      if (events.readyState !== EventSource.CLOSED) return;
      // Whoever may not see it any more gets the page as it is for them now; for others there is no room at present.
      void reloadIfShutOut(url);
      again = setTimeout(open, AGAIN_MS);
    });
    events.addEventListener("line", ({ data }: MessageEvent<string>) => take(data));
  };
  open();
  return () => {
    clearTimeout(away);
    clearTimeout(again);
    events.close();
  };
}
