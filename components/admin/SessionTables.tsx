import type { AdminSessionEntry, AdminTokenEntry } from "../../lib/wire/mod.ts";
import { Exact } from "../exact_time.tsx";

/** One token as it is listed; `user` only where there are those of several. */
type TokenLine = Omit<AdminTokenEntry, "user"> & { readonly user?: string };

/** Running sessions, each with the button that ends it. */
export function SessionTable(props: { readonly sessions: readonly AdminSessionEntry[] }) {
  return (
    <table class="admin-table">
      <caption class="sr-only">Sessions</caption>
      <thead>
        <tr>
          <th scope="col">User</th>
          <th scope="col">From</th>
          <th scope="col">Browser or program</th>
          <th scope="col">Since</th>
          <th scope="col">Until</th>
          <th scope="col">
            <span class="sr-only">End it</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.sessions.map((each) => <SessionRow key={each.id} session={each} />)}
      </tbody>
    </table>
  );
}

function SessionRow({ session }: { readonly session: AdminSessionEntry }) {
  const { id, user, address, agent, current } = session;
  return (
    <tr data-session={id}>
      <th scope="row">{user}</th>
      <td data-label="From">{address}</td>
      <td data-label="Browser or program" class="agent">{agent ?? "not told"}</td>
      <td data-label="Since">
        <Exact atMs={Date.parse(session.created_at)} />
      </td>
      <td data-label="Until">
        <Exact atMs={Date.parse(session.expires_at)} />
      </td>
      <td class="act">
        {current ? <span class="dim">This one</span> : session.manageable && (
          <RevokeForm
            field="session"
            id={id}
            label={`End the session of ${user} from ${address}`}
            word="End"
          />
        )}
      </td>
    </tr>
  );
}

/** The own sessions, each with the button that ends it. */
export function OwnSessions(
  { sessions }: { readonly sessions: readonly Omit<AdminSessionEntry, "user" | "manageable">[] },
) {
  return (
    <ul class="account-sessions">
      {sessions.map(({ id, current, address, agent, created_at: at }) => (
        <li key={id}>
          <div>
            <strong>{current ? "Here" : address}</strong> since{" "}
            <time dateTime={at}>{at.slice(0, 16).replace("T", " ") + " UTC"}</time>
            <span class="dim">{agent ?? ""}</span>
          </div>
          {!current && (
            <RevokeForm field="session" id={id} label={`End the session from ${address}`} word="End" />
          )}
        </li>
      ))}
    </ul>
  );
}

/** API tokens, each with the button that deletes it. */
export function TokenTable(props: { readonly tokens: readonly TokenLine[]; readonly ofAll: boolean }) {
  return (
    <table class="admin-table">
      <caption class="sr-only">API tokens</caption>
      <thead>
        <tr>
          {props.ofAll && <th scope="col">User</th>}
          <th scope="col">Name</th>
          <th scope="col">May</th>
          <th scope="col">Made</th>
          <th scope="col">Until</th>
          <th scope="col">Used last</th>
          <th scope="col">
            <span class="sr-only">Delete it</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.tokens.map((each) => <TokenRow key={each.id} token={each} ofAll={props.ofAll} />)}
      </tbody>
    </table>
  );
}

function TokenRow({ token, ofAll }: { readonly token: TokenLine; readonly ofAll: boolean }) {
  const { id, name, user } = token;
  return (
    <tr data-token={id}>
      {ofAll && <th scope="row">{user}</th>}
      <td data-label="Name">{name}</td>
      <td data-label="May">{token.scopes.join(", ") || "nothing"}</td>
      <td data-label="Made">
        <Exact atMs={Date.parse(token.created_at)} />
      </td>
      <td data-label="Until">
        {token.expires_at === null ? "deleted" : <Exact atMs={Date.parse(token.expires_at)} />}
      </td>
      <td data-label="Used last">
        {token.used_at === null ? "never" : <Exact atMs={Date.parse(token.used_at)} />}
      </td>
      <td class="act">
        {token.manageable && (
          <RevokeForm field="token" id={id} label={`Delete the token ${name}`} word="Delete" />
        )}
      </td>
    </tr>
  );
}

function RevokeForm(props: {
  readonly field: "session" | "token";
  readonly id: string;
  readonly label: string;
  readonly word: string;
}) {
  return (
    <form class="act-form" method="post">
      <input type="hidden" name="act" value="revoke" />
      <input type="hidden" name={props.field} value={props.id} />
      <button type="submit" class="button" aria-label={props.label}>{props.word}</button>
    </form>
  );
}
