import { SENSOR_SYMBOLS, type SensorCalls, sensorCalls } from "./sensor_calls.ts";
import { SOCKET_SYMBOLS, type SocketCalls, socketCalls } from "./socket_calls.ts";

/** Where Debian, Fedora and Arch keep the GNU C library; the program may open these files and no other. */
export const LIBRARY_PATHS = [
  "/lib/x86_64-linux-gnu/libc.so.6",
  "/lib/aarch64-linux-gnu/libc.so.6",
  "/lib64/libc.so.6",
  "/usr/lib/libc.so.6",
] as const;

const SYMBOLS = {
  getauxval: { parameters: ["u64"], result: "u64" },
  memcpy: { parameters: ["buffer", "u64", "usize"], result: "void" },
  madvise: { parameters: ["u64", "u64", "i32"], result: "i32" },
  mallopt: { parameters: ["i32", "i32"], result: "i32" },
  malloc_trim: { parameters: ["usize"], result: "i32" },
  ...SOCKET_SYMBOLS,
  ...SENSOR_SYMBOLS,
} as const satisfies Deno.ForeignLibraryInterface;

/** `MADV_DONTNEED` of `madvise(2)`: pages of a file are read again from it, or from the system's cache, when they are touched. */
const DONT_NEED = 4;

/** `M_MMAP_THRESHOLD` of `mallopt(3)`. */
const MMAP_THRESHOLD = -3;

/** The few calls of the system's C library that manage memory; nothing that starts programs. */
export interface CLibrary {
  /** A value that the kernel gave the process, by its number in `getauxval(3)`; 0 where it gave none. */
  auxiliary(type: number): bigint;
  /** Copies bytes of the process that are certain to be there. */
  copy(address: bigint, byteCount: number): Uint8Array<ArrayBuffer>;
  /** Gives back whole pages that nobody ever wrote to; false where the system refuses. */
  giveBack(address: bigint, byteCount: number): boolean;
  /** From now on blocks of at least so many bytes go back to the system as soon as they are freed. */
  returnBlocksOver(byteCount: number): void;
  /** Gives back what is free now. */
  trim(): void;
  /** Lets go of the library; nothing else may be called afterwards. */
  close(): void;
}

/** All of the C library that the program uses. */
export interface NativeCalls extends CLibrary {
  readonly sockets: SocketCalls;
  readonly sensors: SensorCalls;
}

/**
 * Opens the C library and gives up the right to open any other, so that nothing else in the program can reach native code; `null`
 * where that was not granted or the library is not there.
 */
export function openCLibrary(paths: readonly string[] = LIBRARY_PATHS): NativeCalls | null {
  if (Deno.build.os !== "linux") return null;
  try {
    const path = paths.find((path) => isGranted(path) && isThere(path));
    return path === undefined ? null : wrapped(Deno.dlopen(path, SYMBOLS));
  } finally {
    for (const path of paths) Deno.permissions.revokeSync({ name: "ffi", path });
  }
}

function isGranted(path: string): boolean {
  return Deno.permissions.querySync({ name: "ffi", path }).state === "granted";
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function wrapped(library: Deno.DynamicLibrary<typeof SYMBOLS>): NativeCalls {
  const { symbols } = library;
  return {
    auxiliary: (type) => symbols.getauxval(BigInt(type)),
    copy(address, byteCount) {
      const bytes = new Uint8Array(byteCount);
      symbols.memcpy(bytes, address, BigInt(byteCount));
      return bytes;
    },
    giveBack: (address, byteCount) => symbols.madvise(address, BigInt(byteCount), DONT_NEED) === 0,
    returnBlocksOver: (byteCount) => void symbols.mallopt(MMAP_THRESHOLD, byteCount),
    trim: () => void symbols.malloc_trim(0n),
    sockets: socketCalls(symbols),
    sensors: sensorCalls(symbols),
    close: () => library.close(),
  };
}
