import { page, type RouteConfig } from "fresh";
import { asset } from "fresh/runtime";
import type { ComponentChildren } from "preact";
import EmbedLive from "../../../../islands/EmbedLive.tsx";
import type { DashboardSnapshot } from "../../../../lib/client/mod.ts";
import { define, sitePicture, type State, visibleNodeOrNull } from "../../../../lib/http/mod.ts";
import type { NodeStatus } from "../../../../lib/wire/mod.ts";

/** Seconds after which a card without JavaScript loads itself again. */
const RELOAD_SECONDS = "30";

/** Talker events looked through for the last words of this node. */
const TALKER_EVENTS = 50;

/** Where the server does not say how often its streams speak. */
const DEFAULT_HEARTBEAT_MS = 5_000;

/** The card is a page of its own, without the frame of the others. */
export const config: RouteConfig = { skipAppWrapper: true };

/** What the card shows: a node, or why there is none. */
type EmbedData =
  | { readonly kind: "node"; readonly nodeId: string; readonly snapshot: DashboardSnapshot }
  | { readonly kind: "nothing"; readonly reason: string };

/** The card's data as of this request, for as many requests of an address as statistics may be asked. */
export const handler = define.handlers({
  GET(ctx) {
    const admission = ctx.state.services.admit(ctx.state.clientAddress);
    if (!admission.allowed) {
      const { retryAfterSec } = admission;
      const headers = { "Retry-After": String(retryAfterSec), "Cache-Control": "no-store" };
      return page(nothing(`Too many requests. Try again in ${retryAfterSec} s.`), { status: 429, headers });
    }
    const node = visibleNodeOrNull(ctx.state, ctx.params.id ?? "");
    const headers = { "Cache-Control": "no-cache" };
    if (node === null) return page(nothing("There is no such node here."), { status: 404, headers });
    const data: EmbedData = { kind: "node", nodeId: node.node_id, snapshot: snapshotOf(ctx.state, node) };
    return page(data, { headers });
  },
});

/** One node for a frame on a page of somebody else. */
export default define.page<typeof handler>(function EmbedPage({ data, url, config, state }) {
  const { settings } = state.services;
  if (data.kind === "nothing") {
    return (
      <EmbedDocument title={settings.title} theme={themeOf(url)} basePath={config.basePath}>
        <div class="embed-card" data-old="yes">
          <h1 class="embed-name">{settings.title}</h1>
          <p>{data.reason}</p>
        </div>
      </EmbedDocument>
    );
  }
  const { nodeId, snapshot } = data;
  return (
    <EmbedDocument
      title={`Node ${nodeId}, ${settings.title}`}
      theme={themeOf(url)}
      basePath={config.basePath}
    >
      <EmbedLive
        snapshot={snapshot}
        nodeId={nodeId}
        basePath={config.basePath}
        heartbeatMs={settings.heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_MS}
        href={`${config.basePath}/nodes/${encodeURIComponent(nodeId)}`}
        site={{
          title: settings.title,
          home: settings.site?.home?.href ?? `${config.basePath}/`,
          logo: sitePicture(settings.site, config.basePath),
        }}
      />
    </EmbedDocument>
  );
});

function EmbedDocument(props: {
  readonly title: string;
  readonly theme: "light" | "dark" | undefined;
  readonly basePath: string;
  readonly children: ComponentChildren;
}) {
  return (
    <html lang="en" class="embed" data-theme={props.theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={props.theme ?? "light dark"} />
        <meta name="robots" content="noindex" />
        <title>{props.title}</title>
        <link rel="stylesheet" href={props.basePath + asset("/embed.css")} />
        {props.theme !== "light" && (
          <link
            rel="stylesheet"
            href={props.basePath + asset("/embed-dark.css")}
            media={props.theme === "dark" ? "screen" : "screen and (prefers-color-scheme: dark)"}
          />
        )}
        <link rel="icon" href={props.basePath + asset("/icon.svg")} type="image/svg+xml" />
        <noscript>
          <meta http-equiv="refresh" content={RELOAD_SECONDS} />
        </noscript>
      </head>
      <body>
        <main>{props.children}</main>
      </body>
    </html>
  );
}

/** `?theme=light` and `?theme=dark`; everything else follows the viewer's system. */
function themeOf(url: URL): "light" | "dark" | undefined {
  const theme = url.searchParams.get("theme");
  return theme === "light" || theme === "dark" ? theme : undefined;
}

/** What the card shows of the node, and the number in the streams from which it goes on. */
function snapshotOf({ services }: State, node: NodeStatus): DashboardSnapshot {
  const { live, clock, version, settings, stats } = services;
  const talkers = stats.talkerLog({ limit: TALKER_EVENTS });
  return {
    generatedAtMs: clock.now(),
    epoch: live.epoch,
    seq: live.seq,
    version: version.version,
    demo: settings.demo,
    nodes: [{ ...node, network: [], variables: {}, notes: [] }],
    servers: services.servers().filter(({ server }) => server === node.server),
    talkers: talkers.filter(({ local_node }) => local_node === node.node_id),
    topLinks: [],
    database: services.health().database,
  };
}

function nothing(reason: string): EmbedData {
  return { kind: "nothing", reason };
}
