import type { SiteFace } from "../site/mod.ts";

/** The station's own picture as pages show it; `null` where it has none. */
export function sitePicture(
  site: Pick<SiteFace, "logo"> | undefined,
  basePath: string,
):
  | { readonly src: string; readonly size: { readonly width: number; readonly height: number } | null }
  | null {
  const logo = site?.logo ?? null;
  return logo === null ? null : { src: `${basePath}/logo?v=${logo.hash}`, size: logo.size };
}
