import { MAX_LINE_CHARS } from "./text_lines.ts";

/**
 * Cuts a stream of bytes after each line feed. A line longer than `maxBytes` comes in pieces: no peer sends such lines,
 * and nothing of it is lost.
 */
export async function* byteLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes = MAX_LINE_CHARS,
): AsyncGenerator<Uint8Array> {
  let open: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10) + 1; end > 0; end = chunk.indexOf(10, from) + 1) {
      yield joined(open, chunk.subarray(from, end));
      open = new Uint8Array(0);
      from = end;
    }
    open = joined(open, chunk.subarray(from));
    if (open.length < maxBytes) continue;
    yield open;
    open = new Uint8Array(0);
  }
  if (open.length > 0) yield open;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
