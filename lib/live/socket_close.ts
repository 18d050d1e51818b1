import type { Clock, Timer } from "../clock/mod.ts";

/** Silence after which nothing of the client is on its way any more. */
const QUIET_MS = 50;

/** A client that goes on sending is cut off after this long. */
const PATIENCE_MS = 1_000;

/**
 * Closes the socket once the client has been silent for a moment. The runtime drops the connection when a message
 * arrives between its own close frame and the client's, and the client would never learn code and reason.
 */
export function closeWhenQuiet(socket: WebSocket, clock: Clock, code: number, reason: string): void {
  const deadlineMs = clock.now() + PATIENCE_MS;
  let timer: Timer | undefined;
  const wait = () => {
    timer?.cancel();
    const waitMs = Math.min(QUIET_MS, Math.max(0, deadlineMs - clock.now()));
    timer = clock.after(waitMs, () => socket.close(code, reason));
  };
  socket.addEventListener("message", wait);
  socket.addEventListener("close", () => timer?.cancel(), { once: true });
  wait();
}
