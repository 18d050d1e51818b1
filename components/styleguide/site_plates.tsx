import type { HostFacts } from "../../lib/wire/mod.ts";
import { ago } from "./samples.ts";
import { SiteMenu, SiteMenuBody, type SiteMenuLink } from "../SiteMenu.tsx";
import { HostLine } from "../HostLine.tsx";
import type { Plate } from "./plate.tsx";

const HOSTILE = `"><img src=x onerror=alert(1)>'&\u202e`;

const club = (label: string, more: Partial<SiteMenuLink> = {}): SiteMenuLink => ({
  label,
  href: "https://club.example/",
  newTab: false,
  outside: true,
  group: null,
  ...more,
});

/** The owner's links, as few as stand side by side. */
const FEW = [club("Club"), club("Weather radar", { newTab: true }), club("Nets")];

/** Under headings, with a name that would be markup. */
const MANY = [
  ...FEW,
  club("Main hub", { group: "Our nodes", href: "/?node=1999", outside: false }),
  club("All sites and their receivers on one page", { group: "Our nodes", href: "/?wall", outside: false }),
  club(HOSTILE, { group: "Elsewhere", newTab: true }),
];

const WELL: HostFacts = {
  at: ago(12),
  cpu: { celsius: 48.3, state: "good" },
  load: { averages: [0.3, 0.42, 0.38], cpus: 4, state: "good" },
  memory: { total_bytes: 1e9, free_bytes: 6.1e8, state: "good" },
  disk: { total_bytes: 32e9, free_bytes: 21.4e9, state: "good" },
  uptime_seconds: 273_600,
};

const ILL: HostFacts = {
  at: ago(200),
  cpu: { celsius: 66.4, state: "warn" },
  load: { averages: [9, 8.42, 4], cpus: 4, state: "bad" },
  memory: { total_bytes: 1e9, free_bytes: 8e7, state: "warn" },
  disk: { total_bytes: 32e9, free_bytes: 1.5e8, state: "bad" },
  uptime_seconds: 3_700,
};

/** The menu of the header: links side by side, and what its button opens. */
export const SITE_PLATES: readonly Plate[] = [{
  name: "site-menu",
  about:
    "The station's own links: a few side by side (a button on a phone), and the opened menu with headings.",
  show: () => (
    <>
      <SiteMenu links={FEW} />
      <div class="plate-menu">
        <SiteMenuBody links={MANY} />
      </div>
    </>
  ),
}, {
  name: "host",
  about:
    "The machine in one line: all well; warm, busy and short of room; in Fahrenheit, old, and with nothing told of its load.",
  show: () => (
    <>
      <HostLine facts={WELL} unit="celsius" />
      <HostLine facts={ILL} unit="celsius" />
      <HostLine facts={{ ...ILL, load: null }} unit="fahrenheit" old />
    </>
  ),
}];
