import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { alertWords, amiWord, type DashboardModel, type NexusState } from "../lib/client/mod.ts";

/** States short of these are not worth interrupting anybody for. */
const NEXUS_WORDS: Readonly<Partial<Record<NexusState["kind"], string>>> = {
  live: "Connected to Nexus, the page is live",
  silent: "Nexus is silent, what is shown may be old",
  away: "Nexus is away, showing what was known",
};

const DATABASE_WORDS: Readonly<Record<DashboardModel["database"]["state"], string>> = {
  ok: "Recording to the database",
  failing: "Not recorded, the database fails",
};

/** What the announcer listens to. */
interface AnnouncerProps {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** The version that rendered this page; `null` where it loads itself anew. */
  readonly pageVersion: string | null;
  /** Whether Nexus is of another build than this page, whatever its version. */
  readonly isUpdated?: ReadonlySignal<boolean>;
}

/** Tells screen readers of a connection that changed its state, of alerts of nodes, and of another build, once and politely; silent until something changes. */
export function Announcer(props: AnnouncerProps) {
  const text = useSignal("");
  const before = useRef<ReadonlyMap<string, string> | null>(null);
  useSignalEffect(() => {
    const words = stateWords(props.model.value, props.nexus.value, before.current);
    const changed = [...words].filter(([who, word]) => before.current && before.current.get(who) !== word);
    before.current = words;
    if (changed.length > 0) text.value = changed.map(([, word]) => word).join(". ");
  });
  return (
    <>
      <p class="sr-only" role="status">{text}</p>
      <UpdateAnnouncer {...props} />
    </>
  );
}

/** Apart from the connections, which come back in the same moment: neither takes the word from the other. */
function UpdateAnnouncer({ model, pageVersion, isUpdated }: AnnouncerProps) {
  const isOld = useComputed(() =>
    pageVersion !== null && (isUpdated?.value === true || model.value.version !== pageVersion)
  );
  return <p class="sr-only" role="status">{isOld.value && "Nexus was updated, reload for the new page"}</p>;
}

function stateWords(
  model: DashboardModel,
  nexus: NexusState,
  before: ReadonlyMap<string, string> | null,
): ReadonlyMap<string, string> {
  const words = new Map([["", NEXUS_WORDS[nexus.kind] ?? before?.get("") ?? NEXUS_WORDS.live ?? ""]]);
  words.set("\0database", DATABASE_WORDS[model.database.state]);
  for (const { nodeId } of model.gone) words.set(`\0gone ${nodeId}`, `Node ${nodeId} is no longer here`);
  for (const { view } of model.nodes.values()) {
    const key = `\0alert ${view.nodeId}`;
    const alert = alertWords(view);
    if (alert !== null) words.set(key, alert);
    else if (before?.has(key)) words.set(key, `No alert of node ${view.nodeId} any more`);
  }
  for (const { server, state } of model.servers.values()) {
    const connecting = state === "connecting" ? before?.get(server) : undefined;
    words.set(server, connecting ?? `Server ${server}: ${amiWord(state)}`);
  }
  return words;
}
