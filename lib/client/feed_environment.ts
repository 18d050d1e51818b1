import type { ClientClock } from "./connection.ts";
import type { EventSourceLike } from "./live_events.ts";
import type { SocketLike } from "./live_socket.ts";
import type { HealthReading } from "./status_reading.ts";

/** What a page needs of its browser; tests give fakes. */
export interface FeedEnvironment {
  readonly clock: ClientClock;
  readonly openSocket: (url: string) => SocketLike;
  readonly openEvents: (url: string) => EventSourceLike;
  /** Runs `callback` once before the screen is drawn next; where it is absent the clock stands in. */
  readonly nextFrame?: (callback: () => void) => { cancel(): void };
  /** Runs `callback` in a frame that nothing else is drawn in; where it is absent, at once. */
  readonly freeFrame?: (callback: () => void) => void;
  /** Reads what the streams have no snapshot of: servers and database; `undefined` when that failed. */
  readonly readHealth: () => Promise<HealthReading | undefined>;
  /** Reads which local nodes there are; `undefined` when that failed. */
  readonly readNodeIds: () => Promise<ReadonlySet<string> | undefined>;
}

/** Addresses of the two streams and how often the server speaks. */
export interface FeedAddresses {
  readonly socketUrl: string;
  readonly eventsUrl: string;
  readonly heartbeatMs: number;
  /** Local nodes that the page shows; absent or empty for all. */
  readonly nodes?: readonly string[];
}
