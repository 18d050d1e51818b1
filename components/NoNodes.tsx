import type { ReadonlySignal } from "@preact/signals";
import type { DashboardModel, ServerView } from "../lib/client/mod.ts";

/** In place of the node cards: says why there are none and what to do. */
export function NoNodes({ model }: { readonly model: ReadonlySignal<DashboardModel> }) {
  const servers = [...model.value.servers.values()];
  return (
    <section class="node nothing" aria-labelledby="no-nodes">
      <h2 id="no-nodes">No node to show</h2>
      <p>{whyNoNodes(servers)}</p>
      {servers.map(({ server, lastError }) =>
        lastError === null ? null : (
          <p class="dim" key={server}>
            {server}: <bdi>{lastError}</bdi>
          </p>
        )
      )}
    </section>
  );
}

/** Why there are no nodes of these servers, and what to do. The reason that comes first: nothing can be read before a login, and nothing is logged in to before it is reached. */
export function whyNoNodes(servers: readonly ServerView[]): string {
  const states = new Set(servers.map((server) => server.state));
  if (states.has("connected")) {
    return "Asterisk is connected and has told of no app_rpt node. Is app_rpt loaded, and may the AMI user read “reporting” and write “reporting,command”?";
  }
  if (states.has("refused")) {
    return "Asterisk refuses the login. Check the user name and secret in nexus.yaml against manager.conf.";
  }
  if (states.has("connecting")) return "Nexus is connecting to Asterisk.";
  if (states.has("retrying")) return "Asterisk cannot be reached. Nexus keeps trying.";
  return "No Asterisk server is configured. Set ami.host in nexus.yaml or AMI_HOST, or start Nexus with --demo.";
}
