import * as esbuild from "esbuild";
import { contentTypeOf } from "../content_types.ts";
import { listFiles } from "./crawl.ts";
import type { ResolvedBuildOptions } from "./options.ts";

/** A file of the static folder, its content as it will be sent. */
export interface StaticContent {
  /** URL path, percent-encoded. */
  readonly name: string;
  /** Where its source lies below the root. */
  readonly source: string;
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the bytes are not those of the source. */
  readonly isRewritten: boolean;
}

const MINIFIED: Readonly<Record<string, "css" | "js">> = { css: "css", js: "js" };

/** Reads the static folder. Style sheets and scripts lose what only people read: comments, blanks, long names. */
export async function readStatics(options: ResolvedBuildOptions): Promise<StaticContent[]> {
  const { root, staticDir } = options;
  const paths = await listFiles(root, staticDir);
  return await Promise.all(paths.map(async (source) => {
    const name = source.slice(staticDir.length).split("/").map(encodeURIComponent).join("/");
    const bytes = await Deno.readFile(`${root}/${source}`);
    const loader = MINIFIED[source.slice(source.lastIndexOf(".") + 1)];
    const sent = loader === undefined ? bytes : await minified(bytes, loader, options);
    return { name, source, contentType: contentTypeOf(source), bytes: sent, isRewritten: sent !== bytes };
  }));
}

async function minified(
  bytes: Uint8Array<ArrayBuffer>,
  loader: "css" | "js",
  { target }: ResolvedBuildOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { code } = await esbuild.transform(bytes, { loader, target, minify: true, legalComments: "none" });
  return new TextEncoder().encode(code);
}
