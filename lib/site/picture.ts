/** What a picture is, told from its bytes; sizes in pixels, `null` where it does not say. */
export interface PictureFacts {
  readonly type: "image/png" | "image/jpeg" | "image/webp" | "image/svg+xml";
  readonly size: PictureSize | null;
}

/** As large as a picture wants to be. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Sides longer than this are no logo, and may be no sizes at all. */
const MAX_SIDE = 10_000;

/** What these bytes are; `null` for what is none of the four kinds of pictures. What a file is called says nothing. */
export function pictureFacts(bytes: Uint8Array): PictureFacts | null {
  if (startsWith(bytes, 0, PNG)) return { type: "image/png", size: pngSize(bytes) };
  if (startsWith(bytes, 0, JPEG)) return { type: "image/jpeg", size: jpegSize(bytes) };
  if (startsWith(bytes, 0, RIFF) && startsWith(bytes, 8, WEBP)) {
    return { type: "image/webp", size: webpSize(bytes) };
  }
  const root = svgRoot(bytes);
  return root === null ? null : { type: "image/svg+xml", size: svgSize(root) };
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [..."RIFF"].map((char) => char.charCodeAt(0));
const WEBP = [..."WEBP"].map((char) => char.charCodeAt(0));

function startsWith(bytes: Uint8Array, at: number, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[at + index] === byte);
}

function sized(width: number, height: number): PictureSize | null {
  const isSide = (side: number) => side >= 1 && side <= MAX_SIDE;
  return isSide(width) && isSide(height) ? { width, height } : null;
}

/** A big-endian number of two bytes, 0 beyond the end. */
function short(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}

/** The first chunk, IHDR, begins with width and height in four bytes each. */
function pngSize(bytes: Uint8Array): PictureSize | null {
  const side = (at: number) => short(bytes, at) * 65_536 + short(bytes, at + 2);
  return sized(side(16), side(20));
}

/** Segments follow each other, each with its length, up to the one that begins the frame (SOF0 to SOF15 but DHT, JPG and DAC). */
function jpegSize(bytes: Uint8Array): PictureSize | null {
  for (let at = 2; bytes[at] === 0xff; at += 2 + short(bytes, at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sized(short(bytes, at + 7), short(bytes, at + 5));
    if (short(bytes, at + 2) < 2) return null;
  }
  return null;
}

/** The three forms of WebP: lossy (`VP8 `), lossless (`VP8L`) and extended (`VP8X`), each with its own way to count. */
function webpSize(bytes: Uint8Array): PictureSize | null {
  const little = (at: number) => (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
  const form = String.fromCharCode(...bytes.subarray(12, 16));
  if (form === "VP8 ") return sized(little(26) & 0x3fff, little(28) & 0x3fff);
  if (form === "VP8X") {
    return sized(little(24) + (bytes[26] ?? 0) * 65_536 + 1, little(27) + (bytes[29] ?? 0) * 65_536 + 1);
  }
  if (form !== "VP8L") return null;
  const width = little(21) & 0x3fff;
  const height = (little(22) >> 6) + (bytes[24] ?? 0) * 1_024 & 0x3fff;
  return sized(width + 1, height + 1);
}

/** Nothing but a declaration, comments and a plain document type may stand before the drawing. */
const SVG_REGEXP =
  /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*|<!DOCTYPE[^>[]*>\s*)*(<svg(?=[\s>])[^>]*>)/i;

/** The first tag of a drawing; `null` where there is none, or text that is not UTF-8. */
function svgRoot(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return SVG_REGEXP.exec(text)?.[1] ?? null;
  } catch (error) {
    if (error instanceof TypeError) return null; // bytes that are no text are no drawing
    throw error;
  }
}

function svgSize(root: string): PictureSize | null {
  const side = (name: string) =>
    Number(new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)(?:px)?\\s*["']`).exec(root)?.[1] ?? NaN);
  const box = /\sviewBox\s*=\s*["']\s*([^"']*)["']/.exec(root)?.[1]?.trim().split(/[\s,]+/).map(Number);
  return sized(side("width"), side("height")) ?? sized(box?.[2] ?? NaN, box?.[3] ?? NaN);
}
