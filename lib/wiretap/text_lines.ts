/** One line holds one read of a socket, which is far less; a longer one is no record and is not held. */
export const MAX_LINE_CHARS = 8 * 1024 * 1024;

/**
 * Cuts a stream of bytes into lines without their ends, in order, holding one line at a time. A line over the limit
 * comes as `null`. What follows the last line end is a line if it is not empty.
 */
export async function* textLines(
  chunks: AsyncIterable<Uint8Array>,
  maxChars = MAX_LINE_CHARS,
): AsyncGenerator<string | null> {
  const line = new OpenLine(maxChars);
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    const pieces = decoder.decode(chunk, { stream: true }).split("\n");
    for (let i = 0; i < pieces.length; i++) {
      line.add(pieces[i]!);
      if (i < pieces.length - 1) yield line.take();
    }
  }
  line.add(decoder.decode());
  if (line.started) yield line.take();
}

/** A line while its pieces come; pieces are joined once, so that a long line costs no more than its length. */
class OpenLine {
  #pieces: string[] = [];
  #chars = 0;

  constructor(private readonly maxChars: number) {}

  get started(): boolean {
    return this.#chars > 0;
  }

  add(piece: string): void {
    this.#chars += piece.length;
    if (this.#chars > this.maxChars) this.#pieces = [];
    else if (piece !== "") this.#pieces.push(piece);
  }

  take(): string | null {
    const text = this.#chars > this.maxChars ? null : this.#pieces.join("");
    this.#pieces = [];
    this.#chars = 0;
    return text?.endsWith("\r") ? text.slice(0, -1) : text;
  }
}
