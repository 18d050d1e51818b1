/** One message to the broker. */
export interface Outgoing {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** What one session is opened with. */
export interface SessionOptions {
  readonly scheme: "mqtt" | "mqtts" | "ws" | "wss";
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly clientId: string;
  readonly username: string | null;
  readonly password: string | null;
  /** Texts of the files: what the broker's certificate is signed by, and what is shown to it. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  /** What the broker says of us when we are gone without a word; `null`: nothing. */
  readonly will: Outgoing | null;
}

/** Why a session is over. `refused`: the broker said no. `reason` is one line without secrets. */
export interface SessionEnd {
  readonly refused: boolean;
  readonly reason: string;
}

/** What a session tells. */
export interface SessionEvents {
  /** The broker has taken us in; at most once. */
  connected(): void;
  /** It is over; once, whatever happened before. */
  ended(end: SessionEnd): void;
}

/** One connection with a broker, from dialling to its end. */
export interface BrokerSession {
  /** Hands a message on; `done` is told when it arrived (for QoS 0: when it was written), or why it did not. */
  publish(message: Outgoing, done: (error: string | null) => void): void;
  /** True while the broker takes too little of what was handed on. */
  readonly isFull: boolean;
  /** Says goodbye and closes. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
}

/** Dials. Never throws: what goes wrong is told as the end. */
export type OpenSession = (options: SessionOptions, events: SessionEvents) => BrokerSession;
