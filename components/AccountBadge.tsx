/** Who is signed in and the way out, or the way in; stands in the header of every page. */
export function AccountBadge(props: {
  /** `null`: nobody. */
  readonly user: string | null;
  readonly role: string;
  /** Whether the pages for admins are shown to them. */
  readonly admin: boolean;
  /** Address of the dashboard. */
  readonly home: string;
  /** Where signing in leads back to, without the base path. */
  readonly here: string;
  /** Whether there is no account yet. */
  readonly isNew: boolean;
}) {
  const { user, role, home, here, isNew } = props;
  if (user === null && isNew) return <a class="site-link" href={`${home}setup`}>Set up</a>;
  if (user === null) {
    return <a class="site-link" href={`${home}signin?return=${encodeURIComponent(here)}`}>Sign in</a>;
  }
  return (
    <>
      <a class="site-link" href={`${home}calls`}>Calls</a>
      {props.admin && <a class="site-link" href={`${home}admin`}>Admin</a>}
      <form class="account-badge" method="post" action={`${home}signout`}>
        <span class="account-user">
          <span class="sr-only">Signed in as</span>{" "}
          <a href={`${home}account`}>
            <strong>{user}</strong>
          </a>{" "}
          <span class="dim">{role}</span>
        </span>
        <button type="submit" class="button">Sign out</button>
      </form>
    </>
  );
}
