import * as esbuild from "esbuild";
import type { ResolvedBuildOptions } from "./options.ts";

/** The style sheets of a project as they are sent. */
export interface BundledSheets {
  /** Path of the source to the text of the sheet with everything that it imports, in that order. */
  readonly sheets: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Paths of the sources that another one imports. */
  readonly imported: ReadonlySet<string>;
}

/** Puts what each sheet imports in place of its `@import`, and leaves out what only people read. */
export async function bundleSheets(
  { root, target }: ResolvedBuildOptions,
  paths: readonly string[],
): Promise<BundledSheets> {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [...paths],
    outdir: root,
    outbase: root,
    target,
    bundle: true,
    minify: true,
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const imported = new Set(Object.values(metafile.inputs).flatMap((input) => importsOf(input)));
  const sheets = new Map(
    outputFiles.map((file) => [file.path.slice(root.length + 1), copied(file.contents)]),
  );
  return { sheets, imported };
}

function importsOf({ imports }: esbuild.Metafile["inputs"][string]): string[] {
  return imports.filter(({ external }) => external !== true).map(({ path }) => path);
}

/** The bundler's own buffer may be of a kind that cannot be written. */
function copied(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
