/** One link of the owner's. */
export interface SiteMenuLink {
  readonly label: string;
  readonly href: string;
  readonly newTab: boolean;
  /** Whether it leads to another site. */
  readonly outside: boolean;
  /** The heading it stands under; `null`: none. */
  readonly group: string | null;
}

/** So many stand side by side where there is room. */
const FEW = 3;

/** The owner's links in the header: a few side by side where there is room, else behind one button that needs no script. */
export function SiteMenu({ links }: { readonly links: readonly SiteMenuLink[] }) {
  if (links.length === 0) return null;
  const isShort = links.length <= FEW && links.every(({ group }) => group === null);
  return (
    <nav class="site-nav" aria-label="Links of this station" data-short={isShort ? "yes" : "no"}>
      {isShort && (
        <ul class="site-links">
          {links.map((link, at) => <MenuItem key={at} link={link} />)}
        </ul>
      )}
      <details class="site-menu">
        <summary>Menu</summary>
        <SiteMenuBody links={links} />
      </details>
    </nav>
  );
}

/** What the button opens: the links, under the headings that their owner gave them. */
export function SiteMenuBody({ links }: { readonly links: readonly SiteMenuLink[] }) {
  return (
    <div class="site-menu-body">
      {groupsOf(links).map(({ name, links }, index) => (
        <div class="site-menu-group" key={index}>
          {name !== null && <p class="site-menu-name" id={`menu-${index}`}>{name}</p>}
          <ul aria-labelledby={name === null ? undefined : `menu-${index}`}>
            {links.map((link, at) => <MenuItem key={at} link={link} />)}
          </ul>
        </div>
      ))}
    </div>
  );
}

function MenuItem({ link: { label, href, newTab, outside } }: { readonly link: SiteMenuLink }) {
  return (
    <li>
      <a
        class="site-link"
        href={href}
        target={newTab ? "_blank" : undefined}
        rel={newTab || outside ? "noopener noreferrer" : undefined}
        aria-current={outside ? undefined : "false"}
      >
        <bdi>{label}</bdi>
        {newTab && (
          <>
            <span class="new-tab" aria-hidden="true">↗</span>
            <span class="sr-only">(opens a new tab)</span>
          </>
        )}
      </a>
    </li>
  );
}

/** Links under their headings, those without one first, headings in the order in which they are first named. */
function groupsOf(links: readonly SiteMenuLink[]) {
  const names = [...new Set([null, ...links.map(({ group }) => group)])];
  return names.map((name) => ({ name, links: links.filter(({ group }) => group === name) }))
    .filter((group) => group.links.length > 0);
}
