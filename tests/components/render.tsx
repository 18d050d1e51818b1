import { signal } from "@preact/signals";
import { renderToString } from "preact-render-to-string";
// The dashboard of the server has all that browsers load later.
import "../../components/SideLists.tsx";
import "../../components/TimelineTalks.tsx";
import "../../islands/CardsAhead.tsx";
import "../../islands/ChoicesAhead.tsx";
import { DashboardView } from "../../components/DashboardView.tsx";
import { type DashboardSnapshot, modelFromSnapshot, type NexusState } from "../../lib/client/mod.ts";

/** The dashboard as HTML, as the server renders it. */
export function renderDashboard(
  snapshot: DashboardSnapshot,
  nexus: NexusState = { kind: "rendered" },
  nowMs = snapshot.generatedAtMs,
): string {
  return renderToString(
    <DashboardView
      model={signal(modelFromSnapshot(snapshot))}
      now={signal(nowMs)}
      nexus={signal(nexus)}
      pageVersion={snapshot.version}
    />,
  );
}

/** The words of some HTML, as a reader would hear them: without tags, no-break spaces as blanks. */
export function words(html: string): string {
  return html.replace(/<[^>]*>/g, " ").replaceAll("\u00a0", " ").replace(/\s+/g, " ").replace(
    / (?=[.,:] )/g,
    "",
  )
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
    .trim();
}

/** The HTML of one link's row. */
export function rowOf(html: string, node: string): string {
  const rows = html.split(/(?=<tr )/).filter((part) => part.includes(`data-node="${node}"`));
  return rows[0]?.split("</tr>")[0] ?? "";
}
