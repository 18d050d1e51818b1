import { SiteMenu, SiteMenuBody, type SiteMenuLink } from "../SiteMenu.tsx";
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
}];
