import type { ReadonlySignal } from "@preact/signals";
import {
  amiWord,
  type DashboardModel,
  type DashboardViewOptions,
  formatView,
  serverGroups,
} from "../lib/client/mod.ts";
import { SERVER_TONES } from "./ServerBadge.tsx";

/** Leads to the nodes of one server and back to those of all; nothing where there is but one server. */
export function ServerChoice(props: {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly view: DashboardViewOptions;
}) {
  const { view } = props;
  const model = props.model.value;
  if (model.servers.size < 2 || view.nodes.length > 0) return null;
  const hrefOf = (servers: readonly string[]) => formatView({ ...view, servers }) || "?";
  return (
    <nav class="server-choice" aria-label="Servers">
      <ul>
        <li>
          <a href={hrefOf([])} aria-current={view.servers.length === 0 ? "true" : "false"}>All servers</a>
        </li>
        {serverGroups(model).map(({ server, nodes }) => {
          const state = model.servers.get(server)?.state ?? "stopped";
          return (
            <li key={server}>
              <a href={hrefOf([server])} aria-current={view.servers.includes(server) ? "true" : "false"}>
                <span class="connection" data-tone={SERVER_TONES[state]}>
                  <span class="connection-dot" aria-hidden="true" />
                </span>
                <bdi>{server}</bdi>
                {state !== "connected" && <span class="sr-only">{amiWord(state)},</span>}
                <span class="dim num">{nodes.length}</span>
                <span class="sr-only">{nodes.length === 1 ? "node" : "nodes"}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
