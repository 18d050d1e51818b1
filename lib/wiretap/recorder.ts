import type { AmiTransport, Dial } from "../ami/mod.ts";
import type { Clock } from "../clock/mod.ts";

/** When a new pair of files is begun. */
export interface Rotation {
  /** Bytes of one `.raw`, about: a file ends where a frame does. */
  readonly maxBytes: number;
  readonly maxMs: number;
}

/** Where what was recorded goes: one pair of files after another. A test gives its own. */
export interface CaptureFiles {
  /** Begins a pair named after this instant; the one before is closed. Errors: throws when it cannot be made. */
  begin(atMs: number): void;
  /** Errors: throws when the disk takes no more. */
  write(part: "raw" | "jsonl", bytes: Uint8Array): void;
  close(): void;
}

/** What a capture has recorded so far. */
export interface Recorded {
  readonly bytes: number;
  readonly events: number;
  readonly files: number;
}

/** A frame longer than this is cut by a rotation rather than growing a file without end. */
const LATEST_BYTES = 1024 * 1024;

const encoder = new TextEncoder();
const utf8 = new TextDecoder("utf-8", { fatal: true });
const latin1 = new TextDecoder("latin1");

/**
 * Writes down an AMI session as it goes over the wire: every byte the server sends, untouched, in the `.raw`, and each read and write
 * with its time in the `.jsonl`. A secret or a login's key that is sent is left out. Errors of the files end the connection that is
 * recorded, and stand in `failure`.
 */
export class Recorder {
  #startMs = 0;
  #sinceMs = 0;
  #fileBytes = 0;
  #bytes = 0;
  #events = 0;
  #files = 0;
  #tail = "";
  #sending = "";
  #failure: Error | null = null;

  constructor(
    private readonly files: CaptureFiles,
    private readonly clock: Clock,
    private readonly rotation: Rotation,
    private readonly failed: (error: Error) => void,
  ) {}

  /** What was recorded so far. */
  get recorded(): Recorded {
    return { bytes: this.#bytes, events: this.#events, files: this.#files };
  }

  /** Why the files took no more; `null` while they do. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** A way to connect that records what goes over what `dial` opens. */
  tapping(dial: Dial): Dial {
    return async (options, signal) => {
      const transport = await dial(options, signal);
      this.#guard(() => this.#open(`${options.host}:${options.port}`));
      return this.#tap(transport);
    };
  }

  #tap(transport: AmiTransport): AmiTransport {
    return {
      read: async (buffer) => {
        const count = await transport.read(buffer);
        if (count === null) this.#guard(() => this.#record("eof", ""));
        else this.#guard(() => this.#received(buffer.subarray(0, count)));
        return count;
      },
      write: async (bytes) => {
        const count = await transport.write(bytes);
        this.#guard(() => this.#sent(bytes.subarray(0, count)));
        return count;
      },
      close: () => transport.close(),
    };
  }

  #guard(write: () => void): void {
    if (this.#failure !== null) return;
    try {
      write();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.failed(this.#failure);
    }
  }

  #open(address: string): void {
    this.#sending = "";
    this.#tail = "";
    if (this.#files === 0) this.#begin();
    this.#record("open", address);
  }

  #begin(): void {
    const nowMs = this.clock.now();
    if (this.#files === 0) this.#startMs = nowMs;
    this.#sinceMs = nowMs;
    this.#fileBytes = 0;
    this.#files++;
    this.files.begin(nowMs);
  }

  #received(bytes: Uint8Array): void {
    this.files.write("raw", bytes);
    this.#record("rx", text(bytes));
    this.#bytes += bytes.length;
    this.#fileBytes += bytes.length;
    const seen = this.#tail + latin1.decode(bytes);
    this.#events += countEvents(seen) - countEvents(this.#tail);
    this.#tail = seen.slice(-"\nEvent: ".length);
    if (
      this.#isFull() && (seen.endsWith("\r\n\r\n") || this.#fileBytes > this.rotation.maxBytes + LATEST_BYTES)
    ) {
      this.#begin();
      this.#record("open", "the session goes on");
    }
  }

  #isFull(): boolean {
    return this.#fileBytes >= this.rotation.maxBytes ||
      this.clock.now() - this.#sinceMs >= this.rotation.maxMs;
  }

  /** Whole lines only, so that no secret can stand in two halves. */
  #sent(bytes: Uint8Array): void {
    const lines = (this.#sending + text(bytes)).split("\n");
    this.#sending = lines.pop() ?? "";
    if (lines.length > 0) this.#record("tx", lines.map((line) => `${withoutSecret(line)}\n`).join(""));
  }

  #record(dir: "open" | "rx" | "tx" | "eof", data: string): void {
    const wall = this.clock.now();
    const record = { t: wall - this.#startMs, wall, dir, data };
    this.files.write("jsonl", encoder.encode(`${JSON.stringify(record)}\n`));
  }
}

function text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return latin1.decode(bytes); // not UTF-8, or a character cut in two
    throw error;
  }
}

function countEvents(seen: string): number {
  return seen.split(/(?:^|\n)Event: /).length - 1;
}

/** `Secret` of a plain login, `Key` of an MD5 one, and whatever else an action may call so. */
function withoutSecret(line: string): string {
  return line.replace(/^([\w-]*(?:secret|password|key)[\w-]*: ?)[^\r]*/i, "$1<not recorded>");
}
