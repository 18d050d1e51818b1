import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { signal } from "@preact/signals";
import { renderToString } from "preact-render-to-string";
import { DashboardView } from "../../components/DashboardView.tsx";
import { LinkDetails } from "../../components/LinkDetails.tsx";
import { LinkRow } from "../../components/LinkRow.tsx";
import { ServerNow } from "../../components/time.tsx";
import {
  type DashboardModel,
  type DashboardViewOptions,
  DEFAULT_VIEW,
  LinkChoice,
  type LinkView,
} from "../../lib/client/mod.ts";
import type { LinkInfo } from "../../lib/wire/mod.ts";
import { ago, link, model, NOW_MS, status } from "../client/builders.ts";
import { words } from "./render.tsx";

const LINKS = [
  link("2000", { callsign: "W1ABC", location: "Boston", total_tx_seconds: 10 }),
  link("300", { callsign: "K2X", total_tx_seconds: 90, connected_since: ago(20) }),
  link("KF8S", { kind: "text" }),
];

function page(view: Partial<DashboardViewOptions>, links: readonly LinkInfo[] = LINKS): string {
  const shown: DashboardModel = model({ nodes: [status(links)] });
  const asked = { ...DEFAULT_VIEW, ...view };
  return renderToString(
    <DashboardView
      model={signal(shown)}
      now={signal(NOW_MS)}
      nexus={signal({ kind: "rendered" })}
      pageVersion="1.0.0"
      view={asked}
      links={new LinkChoice(asked, "/radio")}
    />,
  );
}

const rowsOf = (html: string) => [...html.matchAll(/<tr [^>]*data-node="([^"]*)"/g)].map((found) => found[1]);

function viewOf(info: LinkInfo): LinkView {
  const view = model({ nodes: [status([info])] }).nodes.get("1999")?.links.get(info.node);
  if (!view) throw new Error("no such link in the model");
  return view;
}

function row(info: LinkInfo, lostAtMs: number | null = null, open = false): string {
  return renderToString(
    <ServerNow.Provider value={signal(NOW_MS)}>
      <LinkRow link={viewOf(info)} lostAtMs={lostAtMs} open={open} onToggle={() => {}} />
    </ServerNow.Provider>,
  );
}

Deno.test("LinkTable keeps room at its end, in which it says why there is no link", () => {
  match(page({}), /<\/table><div class="link-room" data-empty="no"><\/div>/);
  match(
    page({}, []),
    /<div class="link-room" data-empty="yes"><p class="empty">No links\. Nothing is connected to this node<\/p><\/div>/,
  );
  match(
    page({ filter: "nobody" }),
    /data-empty="yes"><p class="empty">No link of this node matches the filter/,
  );
  doesNotMatch(page({}, []), /<table class="links"/);
});

Deno.test("LinkTable is sorted and filtered by the address, before any script runs", () => {
  deepStrictEqual(rowsOf(page({})), ["300", "2000", "KF8S"]);
  deepStrictEqual(rowsOf(page({ sort: { column: "node", descending: true } })), ["KF8S", "2000", "300"]);
  deepStrictEqual(rowsOf(page({ sort: { column: "total", descending: false } })), ["KF8S", "2000", "300"]);
  deepStrictEqual(rowsOf(page({ filter: "boston" })), ["2000"]);
  const none = page({ filter: "nobody" });
  deepStrictEqual(rowsOf(none), []);
  match(words(none), /No link of this node matches the filter/);
  match(words(none), /0 of 3 links/);
});

Deno.test("LinkTable's headings are links that sort, and one tells how it is sorted", () => {
  const html = page({ sort: { column: "total", descending: true }, nodes: ["1999"] });
  deepStrictEqual(html.match(/aria-sort="[a-z]+"/g), ['aria-sort="descending"']);
  match(html, /<th class="col-total"[^>]*aria-sort="descending"/);
  match(html, /href="\?node=1999&amp;sort=total"/, "the sorted one turns round");
  match(html, /href="\?node=1999&amp;sort=-heard"/);
  match(html, /href="\?node=1999&amp;sort=name"/);
});

Deno.test("LinkFilter is a form that keeps the rest of the address", () => {
  const html = page({ filter: `a"b`, nodes: ["1999"], spanMinutes: 120 });
  const form = html.split("<form")[1]?.split("</form>")[0] ?? "";
  match(form, /role="search"/);
  match(form, /action="\/radio\/"/);
  match(form, /<label for="link-filter">Filter links<\/label>/);
  match(form, /name="filter"[^>]*value="a&quot;b"/);
  match(form, /<input type="hidden" name="node" value="1999"/);
  match(form, /<input type="hidden" name="span" value="120"/);
  match(form, /<option[^>]* selected[^>]*value="-keyed"|<option[^>]*value="-keyed"[^>]* selected/);
  match(form, /<button type="submit"/);
  strictEqual(form.split("<option").length - 1, 12);
});

Deno.test("LinkRow marks what is new and what is gone, in words", () => {
  match(words(row(link("2000", { connected_since: ago(59) }))), /New/);
  doesNotMatch(words(row(link("2000", { connected_since: ago(60) }))), /New/);
  const gone = row(link("2000", { connected_since: ago(30), session_tx_seconds: 5 }), NOW_MS - 10_000);
  match(gone, /data-state="lost"/);
  match(words(gone), /Gone 10 s ago/);
  doesNotMatch(words(gone), /New/);
  match(words(gone), / 20 s never 0:05 25 % /, "its times stand still");
});

Deno.test("LinkRow opens by a button that says what it does and whether it is open", () => {
  const closed = row(LINKS[0] ?? link("2000"));
  match(closed, /<button type="button"[^>]*aria-expanded="false"/);
  match(closed, /aria-label="Details of 2000"/);
  doesNotMatch(closed, /aria-controls/, "there is nothing to point at yet");
  const open = row(LINKS[0] ?? link("2000"), null, true);
  match(open, /aria-expanded="true"/);
  match(open, /aria-controls="details-1999-2000"/);
});

Deno.test("LinkDetails tell all that is known, and where the public pages are", () => {
  const details = (info: LinkInfo) =>
    renderToString(
      <ServerNow.Provider value={signal(NOW_MS)}>
        <LinkDetails link={viewOf(info)} lostAtMs={null} />
      </ServerNow.Provider>,
    );
  const html = details(link("2000", { callsign: "W1ABC", ip: "192.0.*.*", direction: "IN", mode: "R" }));
  match(html, /id="details-1999-2000"/);
  match(html, /colspan="12"/i);
  const text = words(html);
  match(text, /Name W1ABC Network AllStar Mode Monitor, this node only listens/);
  match(text, /Direction In, 2000 connected to 1999 Address 192\.0\.\*\.\*/);
  match(text, /Connected 2026-02-12 09:30:00 UTC \( 1h 00m \)/);
  match(text, /Talk this session 0:00, 0 % of the time Talk ever 0:00/);
  match(text, /Asking Nexus for them/);
  const links = html.match(/<a [^>]*>/g) ?? [];
  strictEqual(links.length, 2);
  for (const each of links) match(each, /rel="noopener"/);
  match(links[1] ?? "", /href="https:\/\/stats\.allstarlink\.org\/stats\/2000\/networkMap"/);
  doesNotMatch(details(link("KF8S", { kind: "text" })), /<a /);
  doesNotMatch(html, / style=|NaN|undefined/);
});
