import type { SiteConfig } from "../config/mod.ts";
import type { Logger } from "../log/mod.ts";
import { readLogo, type SiteLogo } from "./logo.ts";

/** A link of the owner's as a page writes it. */
export interface SiteLink {
  readonly label: string;
  readonly href: string;
  readonly newTab: boolean;
  /** Whether it leads to another site. */
  readonly outside: boolean;
  readonly group: string | null;
}

/** The face of the station, besides its title. */
export interface SiteFace {
  readonly logo: SiteLogo | null;
  /** Where logo and name lead; `null`: to the dashboard. */
  readonly home: Pick<SiteLink, "href" | "outside"> | null;
  readonly links: readonly SiteLink[];
  /** Whether everybody who may look sees how the machine is. */
  readonly showHost: boolean;
}

/** The face as configured. A logo that cannot be read is left out and logged: the station is worth more than its picture. */
export function siteFace(config: SiteConfig, basePath: string, log: Logger): SiteFace {
  const { homeUrl, links, showHost } = config;
  return {
    logo: config.logo === null ? null : logoOf(config.logo, log),
    home: homeUrl === null ? null : whereTo(homeUrl, basePath),
    links: links.map(({ label, url, newTab, group }) => ({
      label,
      newTab,
      group,
      ...whereTo(url, basePath),
    })),
    showHost,
  };
}

/** Paths are of this site, which may lie below another's. */
function whereTo(url: string, basePath: string): Pick<SiteLink, "href" | "outside"> {
  return url.startsWith("/") ? { href: basePath + url, outside: false } : { href: url, outside: true };
}

function logoOf(path: string, log: Logger): SiteLogo | null {
  try {
    return readLogo(path);
  } catch (error) {
    log.error("logo left out", { error: error instanceof Error ? error.message : String(error) });
    return null;
  }
}
