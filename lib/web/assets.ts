import { type Assets, diskAssets } from "fresh/internal";
import config from "../../fresh.config.ts";

/** The build below the project's folder. In a compiled program the bundler puts the embedded one in its place. */
export function loadAssets(): Assets {
  const root = import.meta.dirname;
  if (root === undefined) throw new Error(`find the web build, this module is no file: ${import.meta.url}`);
  return diskAssets(root.slice(0, -"/lib/web".length), config.outDir);
}
