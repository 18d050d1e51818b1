import { asset, Head } from "fresh/runtime";
import type { ComponentChildren } from "preact";

/** Pages for admins, in the order of their navigation. */
const PAGES = [
  { path: "admin/system", name: "System" },
  { path: "admin/users", name: "Users" },
  { path: "admin/sessions", name: "Sessions" },
  { path: "admin/audit", name: "Audit" },
  { path: "admin/log", name: "Log" },
  { path: "admin/config", name: "Configuration" },
] as const;

/** The frame of every page for admins: its style sheet, the way to the others, and what just happened. */
export function AdminFrame(props: {
  /** What the browser's tab says. */
  readonly title: string;
  readonly site: string;
  /** Address of the dashboard. */
  readonly home: string;
  /** Which of the pages it is: `admin/users`. */
  readonly here: string;
  readonly children: ComponentChildren;
}) {
  const { home, here } = props;
  return (
    <div class="admin">
      <PageHead title={props.title} site={props.site} home={home} />
      <nav class="admin-nav" aria-label="Administration">
        <ul>
          {PAGES.map(({ path, name }) => (
            <li key={path}>
              <a href={home + path} aria-current={path === here ? "page" : undefined}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      {props.children}
    </div>
  );
}

/** Title and style sheet of a page about accounts. */
export function PageHead(
  { title, site, home }: { readonly title: string; readonly site: string; readonly home: string },
) {
  return (
    <Head>
      <title>{`${title} - ${site}`}</title>
      <link key="admin" rel="stylesheet" href={home.slice(0, -1) + asset("/admin.css")} />
    </Head>
  );
}

/** What became of the last form: done, or at fault. */
export function Outcome(props: { readonly done: string | null; readonly fault: string | null }) {
  if (props.fault !== null) {
    return <p class="account-fault outcome" role="alert" id="account-fault">{props.fault}</p>;
  }
  return props.done === null ? null : <p class="outcome outcome-done" role="status">{props.done}</p>;
}

/** Something told this once, to be copied. */
export function Secret(props: {
  readonly label: string;
  readonly text: string;
  readonly hint: string;
}) {
  return (
    <section class="outcome outcome-done secret" aria-labelledby="secret-title">
      <h2 id="secret-title">{props.label}</h2>
      <p>
        <code class="secret-text" tabIndex={0}>{props.text}</code>
      </p>
      <p>{props.hint}</p>
    </section>
  );
}
