import { describeEnvKeys, DEVELOPMENT_ENV } from "../lib/config/mod.ts";
import { LIBRARY_PATHS } from "../lib/native/mod.ts";

/** What the compiled program may do, and nothing else: no other processes, no code from outside. */
export const PERMISSIONS: readonly string[] = [
  // Which addresses and paths those are is the operator's choice and known only to the configuration.
  "--allow-net",
  "--allow-read",
  "--allow-write",
  `--allow-env=${[...describeEnvKeys(), DEVELOPMENT_ENV].join(",")}`,
  // The last three: how the machine is. Its temperatures are no files that the runtime would let anybody read.
  "--allow-sys=hostname,osRelease,statfs,loadavg,systemMemoryInfo,osUptime",
  // The C library, to give memory back, to watch sockets and to read temperatures: the server opens it first of all and gives up the right to.
  `--allow-ffi=${LIBRARY_PATHS.join(",")}`,
  "--no-prompt",
];

/**
 * Keeps the server small on a machine where Asterisk comes first: young space of 1 MB, no helper threads, and only the
 * interpreter and the middle one of the compilers, which is as quick for what a server does here and takes 3 MB less than
 * the last. The old space's limit is several times what a busy server with a thousand viewers holds. Measured by
 * `bench/memory.ts` and `bench/page_render.ts`.
 */
export const V8_FLAGS =
  "--v8-flags=--max-semi-space-size=1,--max-old-space-size=64,--no-turbofan,--no-sparkplug,--single-threaded";
