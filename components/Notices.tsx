import type { ReadonlySignal } from "@preact/signals";
import type { DashboardModel } from "../lib/client/mod.ts";
import { Since } from "./time.tsx";

/**
 * What the viewer must know and no other part tells: the database fails, or Nexus was updated under the page. The
 * announcer tells screen readers once; this has an age that changes, so it is no live region itself.
 */
export function Notices(props: {
  readonly model: ReadonlySignal<DashboardModel>;
  /** The version that rendered this page. */
  readonly pageVersion: string;
}) {
  const { database, servers, version } = props.model.value;
  return (
    <>
      {database.state === "failing" && (
        <p class="notice" data-tone="bad">
          <b>Not recorded</b> for{" "}
          <Since atMs={Date.parse(database.since)} />: the live view goes on, totals and the talker log are
          not being saved{database.error ? ` (${database.error})` : ""}.
        </p>
      )}
      {[...servers.values()].map(({ server, notice }) =>
        notice && (
          <p key={server} class="notice" data-tone="busy">
            <b>{server}</b>: {notice.message}.
          </p>
        )
      )}
      {version !== props.pageVersion && (
        <p class="notice" data-tone="busy">
          Nexus was updated to {version}. <a href="">Reload</a> for the new page.
        </p>
      )}
    </>
  );
}
