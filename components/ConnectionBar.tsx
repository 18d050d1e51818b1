import type { ReadonlySignal } from "@preact/signals";
import type { DashboardModel, NexusState } from "../lib/client/mod.ts";
import { NexusBadge } from "./NexusBadge.tsx";
import { ServerBadge } from "./ServerBadge.tsx";

/** How the page stands with Nexus, and Nexus with each Asterisk; always there, so that a change moves nothing. */
export function ConnectionBar(props: {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly nexus: ReadonlySignal<NexusState>;
}) {
  const { servers } = props.model.value;
  return (
    <section class="connections" aria-label="Connections">
      <ul class="connections-list">
        <NexusBadge nexus={props.nexus} />
        {servers.size === 0 && <NoServer />}
        {[...servers.values()].map((server) => <ServerBadge key={server.server} server={server} />)}
      </ul>
    </section>
  );
}

function NoServer() {
  return (
    <li class="connection" data-tone="idle">
      <span class="connection-dot" aria-hidden="true" />
      <span>
        <b>Asterisk</b> None configured. Set <code>ami.host</code> in nexus.yaml, or <code>AMI_HOST</code>.
      </span>
    </li>
  );
}
