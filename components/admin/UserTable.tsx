import type { UserEntry } from "../../lib/wire/mod.ts";
import { Exact } from "../exact_time.tsx";

/** Every account; the name leads to where it is changed. */
export function UserTable(props: { readonly users: readonly UserEntry[]; readonly home: string }) {
  return (
    <table class="admin-table">
      <caption class="sr-only">Accounts</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Nodes</th>
          <th scope="col">Signed in last</th>
          <th scope="col" class="num">Sessions</th>
          <th scope="col" class="num">API tokens</th>
        </tr>
      </thead>
      <tbody>
        {props.users.map((user) => <UserRow key={user.id} user={user} home={props.home} />)}
      </tbody>
    </table>
  );
}

function UserRow({ user, home }: { readonly user: UserEntry; readonly home: string }) {
  return (
    <tr data-user={user.user}>
      <th scope="row">
        <a class="row-link" href={`${home}admin/users/${user.id}`}>{user.user}</a>
      </th>
      <td data-label="Role">{user.role}</td>
      <td data-label="Nodes">{nodesText(user.nodes)}</td>
      <td data-label="Signed in last">
        {user.signed_in_at === null ? "never" : <Exact atMs={Date.parse(user.signed_in_at)} />}
      </td>
      <td data-label="Sessions" class="num">{user.sessions}</td>
      <td data-label="API tokens" class="num">{user.tokens}</td>
    </tr>
  );
}

/** The nodes that an account is limited to, as text. */
export function nodesText(nodes: readonly string[] | null): string {
  if (nodes === null) return "every node";
  return nodes.length === 0 ? "none" : nodes.join(", ");
}
