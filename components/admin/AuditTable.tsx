import type { AuditAct } from "../../lib/wire/mod.ts";
import { Exact } from "../exact_time.tsx";

/** Who did what, newest first. */
export function AuditTable({ acts }: { readonly acts: readonly AuditAct[] }) {
  return (
    <table class="admin-table audit-table">
      <caption class="sr-only">Acts, newest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">From</th>
          <th scope="col">What</th>
          <th scope="col">On</th>
          <th scope="col">Result</th>
          <th scope="col">More</th>
        </tr>
      </thead>
      <tbody>{acts.map((act) => <ActRow key={act.id} act={act} />)}</tbody>
    </table>
  );
}

function ActRow({ act }: { readonly act: AuditAct }) {
  const on = [act.node, act.target].filter((each) => each !== null).join(" ");
  return (
    <tr data-act={act.id}>
      <td class="when">
        <Exact atMs={Date.parse(act.at)} />
      </td>
      <td data-label="Who">{act.who ?? <span class="dim">unknown</span>}</td>
      <td data-label="From">{act.from}</td>
      <td data-label="What">{act.what}</td>
      {on === "" ? <td class="none" /> : <td data-label="On">{on}</td>}
      <td data-label="Result">
        <span class="result" data-result={act.result}>{act.result}</span>
      </td>
      {act.detail === null ? <td class="none" /> : <td data-label="More">{act.detail}</td>}
    </tr>
  );
}
