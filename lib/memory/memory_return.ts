import type { Clock, Timer } from "../clock/mod.ts";
import type { CLibrary } from "../native/mod.ts";
import { type Segment, unwrittenSegments } from "./segments.ts";

/** The start is over by then but on the slowest machine; half of what it touched of the program's file is never needed again. */
const FIRST_MS = 2_000;

/**
 * What was used once, for a page or a report, adds up. What is needed still comes back from the system's cache as it is touched: some 350
 * times 64 kB, one or two milliseconds in all.
 */
const EVERY_MS = 60_000;

/** What checking a password takes goes back at once; the allocator would keep up to 32 MB of such blocks for the next one. */
const LARGE_BLOCK_BYTES = 131_072;

/** Numbers of `getauxval(3)`: the program's headers, how long one is, how many there are, and the size of a page. */
const AUXILIARY = { headers: 3, headerBytes: 4, headerCount: 5, pageBytes: 6 } as const;

/** Gives memory back soon after the start and from time to time; does nothing where there is no library to do it with. */
export class MemoryReturn {
  #timers: Timer[] = [];

  /** `library` is closed at the end. */
  constructor(private readonly library: CLibrary | null, private readonly clock: Clock) {}

  /** Begins; once only. */
  start(): void {
    const { library, clock } = this;
    if (library === null) return;
    library.returnBlocksOver(LARGE_BLOCK_BYTES);
    const segments = ownSegments(library);
    const giveBack = () => {
      for (const { address, byteCount } of segments) library.giveBack(address, byteCount);
      library.trim();
    };
    this.#timers = [clock.after(FIRST_MS, giveBack), clock.every(EVERY_MS, giveBack)];
  }

  /** Ends for good. */
  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.library?.close();
  }
}

function ownSegments(library: CLibrary): Segment[] {
  const [headersAt, headerBytes, count, pageBytes] = [
    library.auxiliary(AUXILIARY.headers),
    Number(library.auxiliary(AUXILIARY.headerBytes)),
    Number(library.auxiliary(AUXILIARY.headerCount)),
    Number(library.auxiliary(AUXILIARY.pageBytes)),
  ];
  if (headersAt === 0n || count === 0) return [];
  return unwrittenSegments(library.copy(headersAt, headerBytes * count), headerBytes, headersAt, pageBytes);
}
