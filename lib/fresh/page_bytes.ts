const ENCODER = new TextEncoder();

/** Room for a page of a few hundred links; longer ones are rare. */
const SCRATCH_BYTES = 262_144;

let scratch: Uint8Array<ArrayBuffer> | null = null;

/**
 * A page as it is sent: as bytes, which lie outside of what the collector carries along until they are sent. Written into a
 * buffer that is there already and copied, which is several times quicker than having the encoder find out the length.
 */
export function toBytes(html: string): Uint8Array<ArrayBuffer> {
  scratch ??= new Uint8Array(SCRATCH_BYTES);
  if (html.length > scratch.byteLength) return ENCODER.encode(html);
  const { read, written } = ENCODER.encodeInto(html, scratch);
  return read === html.length ? scratch.slice(0, written) : ENCODER.encode(html);
}
