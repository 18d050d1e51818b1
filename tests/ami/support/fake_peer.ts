import { AmiDecoder, type AmiFrame, type AmiTransport } from "../../../lib/ami/mod.ts";
import { bytesOf } from "./decoding.ts";

/** Answers one action of the client, by `peer.send`. */
export type Script = (action: AmiFrame, peer: FakePeer) => void;

/** The greeting of a recorded Asterisk. */
export const GREETING = "Asterisk Call Manager/11.0.0\r\n";

/** A server without socket: what it sends is read from `transport`, what is written there comes to `script`. */
export class FakePeer {
  /** Every action received, in order. */
  readonly actions: AmiFrame[] = [];
  /** True once the client has closed. */
  closed = false;
  /** Most bytes that one write takes; 0 takes none and never answers, as a full socket does. */
  writeBytes = Number.POSITIVE_INFINITY;
  readonly #chunks: Uint8Array[] = [];
  #ended = false;
  #wakeReader: (() => void) | null = null;
  #failWriter: ((error: Error) => void) | null = null;
  readonly #decoder = new AmiDecoder({ expectBanner: false, onFrame: (frame) => this.#take(frame) });

  constructor(private readonly script: Script = acceptAll, greeting = GREETING) {
    if (greeting !== "") this.send(greeting);
  }

  /** What the client holds. */
  readonly transport: AmiTransport = {
    read: (buffer) => this.#read(buffer),
    write: (bytes) => this.#write(bytes),
    close: () => this.#close(),
  };

  /** Names of the actions received. */
  get names(): string[] {
    return this.actions.map((action) => action.get("Action") ?? "");
  }

  /** Sends bytes or text to the client. */
  send(data: string | Uint8Array): void {
    this.#chunks.push(typeof data === "string" ? bytesOf(data) : data);
    this.#wake();
  }

  /** Sends one message of header lines. */
  sendFrame(...lines: string[]): void {
    this.send(`${lines.join("\r\n")}\r\n\r\n`);
  }

  /** Answers an action; `Response` comes first, its ActionID behind. */
  reply(action: AmiFrame, response: string, ...lines: string[]): void {
    this.sendFrame(`Response: ${response}`, `ActionID: ${action.get("ActionID")}`, ...lines);
  }

  /** Ends the stream behind what was sent. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #take(frame: AmiFrame): void {
    this.actions.push(frame);
    this.script(frame, this);
  }

  async #read(buffer: Uint8Array): Promise<number | null> {
    while (!this.closed) {
      const chunk = this.#chunks.shift();
      if (chunk) return this.#fill(buffer, chunk);
      if (this.#ended) return null;
      await new Promise<void>((resolve) => this.#wakeReader = resolve);
    }
    throw new Error("operation canceled");
  }

  #fill(buffer: Uint8Array, chunk: Uint8Array): number {
    const count = Math.min(buffer.length, chunk.length);
    buffer.set(chunk.subarray(0, count));
    if (count < chunk.length) this.#chunks.unshift(chunk.subarray(count));
    return count;
  }

  async #write(bytes: Uint8Array): Promise<number> {
    if (this.closed || this.#ended) throw new Error("broken pipe");
    if (this.writeBytes === 0) await new Promise((_, reject) => this.#failWriter = reject);
    const count = Math.min(bytes.length, this.writeBytes);
    this.#decoder.push(bytes.subarray(0, count));
    return await Promise.resolve(count);
  }

  #close(): void {
    if (this.closed) throw new Error("close a transport, it was closed before");
    this.closed = true;
    this.#failWriter?.(new Error("operation canceled"));
    this.#wake();
  }

  #wake(): void {
    this.#wakeReader?.();
    this.#wakeReader = null;
  }
}

/** A server that lets everybody in by MD5 or plain and says yes to all. */
export const acceptAll: Script = (action, peer) => {
  const name = (action.get("Action") ?? "").toLowerCase();
  if (name === "challenge") return peer.reply(action, "Success", "Challenge: 155415594");
  if (name === "ping") return peer.reply(action, "Success", "Ping: Pong");
  if (name !== "logoff") return peer.reply(action, "Success", "Message: Authentication accepted");
  peer.reply(action, "Goodbye", "Message: Thanks for all the fish.");
  peer.end();
};

/** `acceptAll`, but for the actions given. */
export function except(scripts: Readonly<Record<string, Script>>): Script {
  return (action, peer) => (scripts[action.get("Action") ?? ""] ?? acceptAll)(action, peer);
}

/** Says nothing. */
export const silence: Script = () => undefined;
