import type { ComponentChildren } from "preact";
import { writeInstant } from "../lib/client/mod.ts";
import { SITE_ICON } from "./site_icon.ts";

/** The name of the site, on every page, and a word of warning when nothing on it is real. */
export function SiteHeader(props: {
  readonly title: string;
  readonly subtitle: string;
  readonly demo: boolean;
  /** Address of the dashboard. */
  readonly home: string;
  /** The server's time as of which the page is, epoch milliseconds: for paper. */
  readonly atMs: number;
  /** Stands at the end of the line. */
  readonly children?: ComponentChildren;
}) {
  return (
    <header class="site-head">
      <h1 class="site-title">
        <a href={props.home}>
          <img class="site-icon" src={SITE_ICON} alt="" width={28} height={28} />
          {props.title}
        </a>
      </h1>
      {props.subtitle && <p class="dim">{props.subtitle}</p>}
      {props.demo && <p class="demo-note">Demo: simulated traffic</p>}
      <a class="site-link" href={`${props.home}lookup`}>Find a node</a>
      {props.children}
      <p class="print-time">
        As of <time>{writeInstant(props.atMs, null)}</time>
      </p>
    </header>
  );
}
