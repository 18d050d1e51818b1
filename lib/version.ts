import manifest from "../deno.json" with { type: "json" };
import type { VersionInfo } from "./wire/mod.ts";

// Put in by the build; a program run from its sources has none.
declare const NEXUS_COMMIT: string | undefined;

/** Version of this program, the commit it was built from where the build told it, and the Deno it runs on. */
export function versionInfo(): VersionInfo {
  return {
    version: manifest.version,
    commit: typeof NEXUS_COMMIT === "string" ? NEXUS_COMMIT : null,
    deno: Deno.version.deno,
  };
}
