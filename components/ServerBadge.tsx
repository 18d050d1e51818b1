import { amiWord, formatSpan, secondsSince, type ServerView } from "../lib/client/mod.ts";
import { nextTry, type Tone } from "./NexusBadge.tsx";
import { useTimeText } from "./time.tsx";

/** How the state of a session looks. */
export const SERVER_TONES: Readonly<Record<ServerView["state"], Tone>> = {
  connected: "good",
  connecting: "busy",
  retrying: "bad",
  refused: "bad",
  disabled: "idle",
  stopped: "idle",
};

/** The AMI session of one Asterisk, in words, with its age and its next try; what was wrong is told by the nodes. */
export function ServerBadge({ server }: { readonly server: ServerView }) {
  const text = useTimeText((nowMs) => serverText(server, nowMs), [server]);
  return (
    <li
      class="connection"
      data-tone={SERVER_TONES[server.state]}
      data-ami={server.state}
      title={server.lastError ?? undefined}
    >
      <span class="connection-dot" aria-hidden="true" />
      <span>
        <b>{server.server}</b> {text}
      </span>
    </li>
  );
}

function serverText(server: ServerView, nowMs: number): string {
  const lasted = server.sinceMs === null ? "" : ` for ${formatSpan(secondsSince(server.sinceMs, nowMs))}`;
  switch (server.state) {
    case "connected":
      return `${amiWord(server.state)}${lasted}`;
    case "connecting":
      return server.attempts > 1 ? `Connecting, attempt ${server.attempts}` : "Connecting";
    case "retrying":
      return `Away${lasted}. ${nextTry(server.retryAtMs, nowMs)}`;
    case "refused":
      return `Login refused${lasted}. ${nextTry(server.retryAtMs, nowMs)}`;
    case "disabled":
    case "stopped":
      return amiWord(server.state);
  }
}
