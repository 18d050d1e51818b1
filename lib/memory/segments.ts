/** Whole pages of the process. */
export interface Segment {
  readonly address: bigint;
  readonly byteCount: number;
}

/** Where a program header of a 64-bit ELF file has what, and how long one is at least (`elf(5)`, `Elf64_Phdr`). */
const HEADER = { type: 0, flags: 4, virtualAddress: 16, memoryBytes: 40, byteCount: 56 } as const;

const TYPE_LOAD = 1;
const TYPE_HEADERS = 6;
const FLAG_WRITABLE = 2;

/**
 * The parts of a program that are mapped from its file and never written to, from its program headers and the address where these are in
 * memory. Only whole pages count: the one that a part shares with its neighbour stays. None where the headers say nothing of themselves.
 */
export function unwrittenSegments(
  headers: Uint8Array<ArrayBuffer>,
  headerBytes: number,
  headersAt: bigint,
  pageBytes: number,
): Segment[] {
  if (headerBytes < HEADER.byteCount || pageBytes <= 0) return [];
  const found = Array.from(
    { length: Math.floor(headers.length / headerBytes) },
    (_, index) => readHeader(new DataView(headers.buffer, headers.byteOffset + index * headerBytes)),
  );
  const own = found.find(({ type }) => type === TYPE_HEADERS);
  if (own === undefined) return [];
  const base = headersAt - own.virtualAddress;
  return found
    .filter(({ type, flags }) => type === TYPE_LOAD && (flags & FLAG_WRITABLE) === 0)
    .map(({ virtualAddress, memoryBytes }) =>
      wholePages(base + virtualAddress, memoryBytes, BigInt(pageBytes))
    )
    .filter(({ byteCount }) => byteCount > 0);
}

function readHeader(view: DataView) {
  return {
    // Every machine that the program runs on is little-endian.
    type: view.getUint32(HEADER.type, true),
    flags: view.getUint32(HEADER.flags, true),
    virtualAddress: view.getBigUint64(HEADER.virtualAddress, true),
    memoryBytes: view.getBigUint64(HEADER.memoryBytes, true),
  };
}

function wholePages(from: bigint, byteCount: bigint, pageBytes: bigint): Segment {
  const address = (from + pageBytes - 1n) / pageBytes * pageBytes;
  const end = (from + byteCount) / pageBytes * pageBytes;
  return { address, byteCount: Math.max(0, Number(end - address)) };
}
