import { useEffect, useState } from "preact/hooks";
import { LogLines } from "../components/admin/LogLines.tsx";
import { readLogLine, withLine } from "../lib/client/mod.ts";
import type { LogEntry } from "../lib/wire/mod.ts";

/** Lines on the page; older ones go. */
const MOST_LINES = 300;

/** A stream that is back so soon was not away. */
const AWAY_AFTER_MS = 3_000;

/** How the page stands with the stream. */
type Tail = "starting" | "live" | "paused" | "away";

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
    const events = new EventSource(`${basePath}/api/admin/log/events?level=${level}`);
    let away: ReturnType<typeof setTimeout> | undefined;
    events.addEventListener("open", () => {
      clearTimeout(away);
      away = undefined;
      setTail("live");
    });
    events.addEventListener("error", () => {
      // Whoever may not see it any more gets the page as it is for them now.
      if (events.readyState === EventSource.CLOSED) location.reload();
      // The server ends the stream now and then, and has it back in a second.
      else away ??= setTimeout(() => setTail("away"), AWAY_AFTER_MS);
    });
    events.addEventListener("line", ({ data }: MessageEvent<string>) => {
      const line = readLogLine(data);
      if (line) setLines((before) => withLine(before, line, MOST_LINES));
    });
    return () => {
      clearTimeout(away);
      events.close();
    };
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
