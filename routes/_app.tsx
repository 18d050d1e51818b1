import { asset } from "fresh/runtime";
import { AccountBadge } from "../components/AccountBadge.tsx";
import { SITE_ICON } from "../components/site_icon.ts";
import { SiteHeader } from "../components/SiteHeader.tsx";
import { SiteMenu } from "../components/SiteMenu.tsx";
import Comfort from "../islands/Comfort.tsx";
import { formatView, parseView } from "../lib/client/mod.ts";
import { mayAdminister, nameOf, roleOf } from "../lib/auth/mod.ts";
import { define, sitePicture } from "../lib/http/mod.ts";

/** Seconds after which a page without JavaScript loads itself again. */
const RELOAD_SECONDS = "15";

/** The frame of every page. */
export default define.page(function App({ Component, state, config, url }) {
  const settings = state.services?.settings;
  const title = settings?.title ?? "Nexus";
  const base = config.basePath;
  const site = settings?.site;
  const links = site?.links ?? [];
  const logo = sitePicture(site, base);
  const home = `${base}/`;
  const view = parseView(url);
  const onDashboard = url.pathname === home;
  const isStyleguide = url.pathname === `${home}styleguide`;
  const onWall = (onDashboard || isStyleguide) && view.wall;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f3f5f7" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0d1218" media="(prefers-color-scheme: dark)" />
        <title>{title}</title>
        <link rel="icon" href={SITE_ICON} type="image/svg+xml" />
        <link rel="manifest" href={`${base}/manifest.webmanifest`} />
        <link rel="apple-touch-icon" href={base + asset("/icon-192.png")} />
        <link rel="stylesheet" href={base + asset("/styles.css")} />
        {!onDashboard && <link rel="stylesheet" href={base + asset("/pages.css")} />}
        {onWall && <link rel="stylesheet" href={base + asset("/wall.css")} />}
        {!onWall && (links.length > 0 || logo !== null) && (
          <link rel="stylesheet" href={base + asset("/site.css")} />
        )}
        <script src={base + asset("/theme.js")}></script>
        {!onWall && links.length > 0 && <script src={base + asset("/site_menu.js")} defer></script>}
        {(onDashboard || /^(nodes\/|voters(\/|$))/.test(url.pathname.slice(home.length))) && (
          <noscript>
            <meta http-equiv="refresh" content={RELOAD_SECONDS} />
          </noscript>
        )}
      </head>
      <body data-view={onWall ? "wall" : "page"}>
        {!onWall && <a class="skip-link" href="#main">Skip to the content</a>}
        {!onWall && (
          <SiteHeader
            title={title}
            subtitle={settings?.subtitle ?? ""}
            demo={settings?.demo ?? false}
            home={home}
            lead={site?.home ?? null}
            logo={logo}
            onDashboard={onDashboard}
            voters={state.services?.voters.hasVoters ?? false}
            atMs={state.services?.clock.now() ?? NaN}
          >
            <SiteMenu links={links} />
            {state.principal && (
              <AccountBadge
                user={nameOf(state.principal)}
                role={roleOf(state.principal)}
                admin={mayAdminister(state.principal)}
                home={home}
                here={url.pathname.slice(config.basePath.length) + url.search}
                isNew={state.services.auth.accounts.registration === "first"}
              />
            )}
            <Comfort basePath={config.basePath} />
          </SiteHeader>
        )}
        <main class="site-main" id="main" tabIndex={-1}>
          {onWall && <h1 class="sr-only">{title}</h1>}
          <Component />
          {onWall && settings?.demo && <p class="wall-note">Demo: simulated traffic</p>}
        </main>
        {!onWall && (
          <footer class="site-foot">
            <p>Nexus {state.services?.version.version}</p>
            {onDashboard && <a href={formatView({ ...view, wall: true })}>Wall view</a>}
          </footer>
        )}
      </body>
    </html>
  );
});
