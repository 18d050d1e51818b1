import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import {
  DEFAULT_PREFERENCES,
  type LinkView,
  modelFromSnapshot,
  type Preferences,
} from "../../lib/client/mod.ts";
import type { NodeLookupAnswer, NodeLookupResult } from "../../lib/wire/mod.ts";
import { DialogBody } from "../Dialog.tsx";
import { LinkDetails } from "../LinkDetails.tsx";
import { LinkHeadings } from "../LinkHeadings.tsx";
import { LinkRow } from "../LinkRow.tsx";
import { LookupForm } from "../LookupForm.tsx";
import { LookupResults } from "../LookupResults.tsx";
import { SettingsBody } from "../SettingsDialog.tsx";
import { ShortcutsList } from "../ShortcutsDialog.tsx";
import { ServerNow } from "../time.tsx";
import { dashboard, type Plate } from "./plate.tsx";
import { ago, keyed, link, PLATE_AT_MS, snapshot, status } from "./samples.ts";

/** Plates of what opens: details, dialogs, results; and of what only a page that stays open shows. */
export const BODY_PLATES: readonly Plate[] = [
  {
    name: "details",
    about: "Links with their details open: one keyed, one that went.",
    show: () => <Details />,
  },
  {
    name: "changes",
    about: "A node went, and Nexus was updated, while the page was open.",
    show: () =>
      dashboard(snapshot(), { kind: "live" }, {}, "0.0.9", {
        gone: [{ nodeId: "1998", name: "Club", goneAtMs: PLATE_AT_MS - 64_000 }],
      }),
  },
  {
    name: "settings",
    about: "The settings as they are at first.",
    show: () => <Opened title="Settings">{<SettingsBody chosen={DEFAULT_PREFERENCES} />}</Opened>,
  },
  {
    name: "alerts",
    about: "The settings with alerts for a node, and none at night.",
    show: () => <Opened title="Settings">{<SettingsBody chosen={ALERTED} />}</Opened>,
  },
  {
    name: "shortcuts",
    about: "The keyboard shortcuts.",
    show: () => <Opened title="Keyboard shortcuts">{<ShortcutsList on={false} />}</Opened>,
  },
  { name: "lookup", about: "A search for nodes: found, nothing found, too often.", show: () => <Lookups /> },
];

const ALERTED: Preferences = {
  ...DEFAULT_PREFERENCES,
  theme: "dark",
  alerts: {
    ...DEFAULT_PREFERENCES.alerts,
    sounds: true,
    watches: [
      { subject: "*", talk: false, linkUp: false, linkDown: true },
      { subject: "43732", talk: true, linkUp: true, linkDown: true },
    ],
    quietHours: { fromMinute: 1_320, toMinute: 420 },
  },
};

function Opened({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="dialog plate-dialog" aria-labelledby="plate-dialog">
      <DialogBody titleId="plate-dialog" title={title}>{children}</DialogBody>
    </section>
  );
}

function Details() {
  const rows = linksOf([
    keyed("2000", 12, { callsign: "QX1ABC", description: "Hub", location: "Boston, MA" }),
    link("3990417", { kind: "echolink", callsign: "QX3ECH-L", mode: "R", last_heard_at: ago(64) }),
  ]);
  return (
    <ServerNow.Provider value={signal(PLATE_AT_MS)}>
      <section class="node" aria-labelledby="plate-details">
        <header class="node-head">
          <h2 id="plate-details">Open rows</h2>
        </header>
        <table class="links" role="table" data-many="no">
          <caption class="sr-only">Links with their details</caption>
          <LinkHeadings sort={{ column: "keyed", descending: true }} />
          <tbody role="rowgroup">
            {rows.map((each, index) => {
              const lostAtMs = index === 0 ? null : PLATE_AT_MS - 20_000;
              return [
                <LinkRow key={each.node} link={each} lostAtMs={lostAtMs} open onToggle={() => {}} />,
                <LinkDetails key={`${each.node}:details`} link={each} lostAtMs={lostAtMs} />,
              ];
            })}
          </tbody>
        </table>
      </section>
    </ServerNow.Provider>
  );
}

function linksOf(links: Parameters<typeof status>[0]): readonly LinkView[] {
  const { nodes } = modelFromSnapshot(snapshot({ nodes: [status(links)] }));
  return [...nodes.values()].flatMap((node) => [...node.links.values()]);
}

function Lookups() {
  return (
    <section class="panel lookup" aria-labelledby="plate-lookup">
      <h2 id="plate-lookup">Find a node</h2>
      <LookupForm action="/lookup" query="hub" />
      <LookupResults reading={{ kind: "found", answer: { ...ANSWER, results: FOUND } }} home="/" />
      <LookupResults reading={{ kind: "found", answer: { ...ANSWER, q: "zzz", results: [] } }} home="/" />
      <LookupResults reading={{ kind: "limited", retryAfterSec: 20 }} home="/" />
    </section>
  );
}

const ANSWER: NodeLookupAnswer = {
  q: "hub",
  limit: 25,
  results: [],
  more: true,
  directory: { source: "download", rows: 40_169, imported_at: ago(7_200) },
};

const FOUND: readonly NodeLookupResult[] = [
  {
    node: "2000",
    callsign: "QX1ABC",
    description: "Hub",
    location: "Boston, MA",
    kind: "allstar",
    linked_to: ["1999", "43732"],
  },
  {
    node: "3066366",
    callsign: "QX3ECH-L",
    description: "A conference with a name longer than any column",
    location: null,
    kind: "echolink",
    linked_to: [],
  },
  { node: "1001", callsign: null, description: null, location: null, kind: "private", linked_to: [] },
];
