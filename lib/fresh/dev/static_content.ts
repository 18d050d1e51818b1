import * as esbuild from "esbuild";
import { contentTypeOf } from "../content_types.ts";
import { listFiles } from "./crawl.ts";
import type { ResolvedBuildOptions } from "./options.ts";
import { bundleSheets } from "./style_sheets.ts";

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

/**
 * Reads the static folder. Style sheets and scripts lose what only people read: comments, blanks, long names; a sheet
 * that others import is part of those and no file of its own.
 */
export async function readStatics(options: ResolvedBuildOptions): Promise<StaticContent[]> {
  const { root, staticDir } = options;
  const paths = await listFiles(root, staticDir);
  const { sheets, imported } = await bundleSheets(options, paths.filter((path) => path.endsWith(".css")));
  return await Promise.all(
    paths.filter((source) => !imported.has(source)).map(async (source) => {
      const name = source.slice(staticDir.length).split("/").map(encodeURIComponent).join("/");
      const rewritten = sheets.get(source) ?? await script(source, options);
      const bytes = rewritten ?? await Deno.readFile(`${root}/${source}`);
      return {
        name,
        source,
        contentType: contentTypeOf(source),
        bytes,
        isRewritten: rewritten !== undefined,
      };
    }),
  );
}

/** A script's text as it is sent; nothing for other files. */
async function script(
  source: string,
  { root, target }: ResolvedBuildOptions,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!source.endsWith(".js")) return undefined;
  const text = await Deno.readFile(`${root}/${source}`);
  const { code } = await esbuild.transform(text, {
    loader: "js",
    target,
    minify: true,
    legalComments: "none",
  });
  return new TextEncoder().encode(code);
}
