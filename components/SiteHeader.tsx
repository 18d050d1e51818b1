import type { ComponentChildren } from "preact";
import { writeInstant } from "../lib/client/mod.ts";
import { SITE_ICON } from "./site_icon.ts";

/** A picture of the station's own. */
export interface SitePicture {
  readonly src: string;
  /** In pixels; `null` where it does not say. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** The name of the site, on every page, and a word of warning when nothing on it is real. */
export function SiteHeader(props: {
  readonly title: string;
  readonly subtitle: string;
  readonly demo: boolean;
  /** Address of the dashboard. */
  readonly home: string;
  /** Where name and logo lead in place of it; `outside`: to another site. */
  readonly lead?: { readonly href: string; readonly outside: boolean } | null;
  /** In place of the picture of Nexus. */
  readonly logo?: SitePicture | null;
  /** Whether the page is the dashboard. */
  readonly onDashboard?: boolean;
  /** Whether there is a voter to look at. */
  readonly voters?: boolean;
  /** The server's time as of which the page is, epoch milliseconds: for paper. */
  readonly atMs: number;
  /** Stands at the end of the line. */
  readonly children?: ComponentChildren;
}) {
  const { home, lead = null, logo = null } = props;
  return (
    <header class="site-head">
      <h1 class="site-title">
        <a href={lead?.href ?? home} rel={lead?.outside ? "noopener noreferrer" : undefined}>
          {logo === null
            ? <img class="site-icon" src={SITE_ICON} alt="" width={28} height={28} />
            : <SiteLogo {...logo} />}
          {props.title}
        </a>
      </h1>
      {props.subtitle && <p class="dim">{props.subtitle}</p>}
      {props.demo && <p class="demo-note">Demo: simulated traffic</p>}
      {lead !== null && !props.onDashboard && (
        <a class="site-link" href={home} aria-current="false">Dashboard</a>
      )}
      <a class="site-link" href={`${home}lookup`}>Find a node</a>
      {props.voters && <a class="site-link" href={`${home}voters`}>Voters</a>}
      {props.children}
      <p class="print-time">
        As of <time>{writeInstant(props.atMs, null)}</time>
      </p>
    </header>
  );
}

/** Its sides are told, so that there is room for it before it comes. Its address names its content, not the build. */
function SiteLogo({ src, size }: SitePicture) {
  const { width, height } = size ?? { width: 32, height: 32 };
  return <img class="site-logo" src={src} alt="" width={width} height={height} data-fresh-disable-lock />;
}
