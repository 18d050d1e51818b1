import { AmiDecoder, type AmiDecoderOptions, type AmiFrame } from "../../../lib/ami/mod.ts";

/** What came out of a decoder. */
export interface Decoded {
  readonly banners: string[];
  readonly frames: AmiFrame[];
  readonly decoder: AmiDecoder;
}

/** Bytes of a text; characters up to U+00FF of `latin1` texts become one byte each. */
export function bytesOf(text: string, encoding: "utf8" | "latin1" = "utf8"): Uint8Array {
  if (encoding === "utf8") return new TextEncoder().encode(text);
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Pushes chunks and ends the stream. */
export function decode(chunks: Iterable<Uint8Array>, options: Partial<AmiDecoderOptions> = {}): Decoded {
  const banners: string[] = [], frames: AmiFrame[] = [];
  const decoder = new AmiDecoder({
    onFrame: (frame) => frames.push(frame),
    onBanner: (banner) => banners.push(banner),
    ...options,
  });
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return { banners, frames, decoder };
}

/** Decodes a text that begins with a frame. */
export function decodeText(text: string, options: Partial<AmiDecoderOptions> = {}): Decoded {
  return decode([bytesOf(text)], { expectBanner: false, ...options });
}

/** Everything a frame tells, for comparisons. */
export function plain(frame: AmiFrame) {
  const headers = frame.headers().map(({ name, value }) => `${name}=${value}`);
  return { kind: frame.kind, name: frame.name, headers, output: frame.output() };
}

/** Everything that came out, for comparisons. */
export function outcome({ banners, frames, decoder }: Decoded) {
  return { banners, frames: frames.map(plain), counters: decoder.counters };
}

/** The bytes in chunks of the given sizes, over and over. */
export function* chunked(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
