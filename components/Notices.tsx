import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useContext } from "preact/hooks";
import { type DashboardModel, GONE_SHOWN_MS } from "../lib/client/mod.ts";
import { Ago, ServerNow, Since } from "./time.tsx";

interface NoticesProps {
  readonly model: ReadonlySignal<DashboardModel>;
  /** The version that rendered this page. */
  readonly pageVersion: string;
  /** Whether Nexus is of another build than this page, whatever its version. */
  readonly isUpdated?: ReadonlySignal<boolean>;
  /** A wall has nobody to click, and loads itself anew. */
  readonly wall?: boolean;
}

/**
 * What the viewer must know and no other part tells: the database fails, a node went, or Nexus was updated under the
 * page. The announcer tells screen readers once; this has ages that change, so it is no live region itself.
 */
export function Notices({ model, pageVersion, isUpdated, wall = false }: NoticesProps) {
  const { database, servers, version } = model.value;
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
      <GoneNodes model={model} />
      {!wall && (version !== pageVersion || isUpdated?.value) && (
        <p class="notice" data-tone="busy">
          Nexus was updated{version !== pageVersion && ` to ${version}`}. <a href="">Reload</a>{" "}
          for the new page.
        </p>
      )}
    </>
  );
}

/** Local nodes that were taken from Nexus while the page was open, for a while. */
function GoneNodes({ model }: Pick<NoticesProps, "model">) {
  const now = useContext(ServerNow);
  const fromMs = useComputed(() => {
    const shown = model.value.gone.find(({ goneAtMs }) => now.value - goneAtMs < GONE_SHOWN_MS);
    return shown?.goneAtMs ?? Infinity;
  });
  const gone = model.value.gone.filter(({ goneAtMs }) => goneAtMs >= fromMs.value);
  return (
    <>
      {gone.map(({ nodeId, name, goneAtMs }) => (
        <p key={nodeId} class="notice" data-tone="busy">
          Node{" "}
          <b>
            {nodeId}
            {name && (
              <>
                {" "}
                <bdi>{name}</bdi>
              </>
            )}
          </b>{" "}
          is no longer here: Nexus stopped watching it <Ago atMs={goneAtMs} />.
        </p>
      ))}
    </>
  );
}
