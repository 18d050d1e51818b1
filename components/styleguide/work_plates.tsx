import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type ControlApi, ControlDesk, type ControlNode, FavoriteFeed } from "../../lib/client/mod.ts";
import type {
  CommandInfo,
  FavoriteActivity,
  FavoriteActivityAnswer,
  FavoriteInfo,
} from "../../lib/wire/mod.ts";
import { AccountField, AccountForm } from "../AccountForm.tsx";
import { ConnectFields } from "../control/ConnectFields.tsx";
import { ControlPanel } from "../control/ControlPanel.tsx";
import { DtmfPad } from "../control/DtmfPad.tsx";
import type { Plate } from "./plate.tsx";
import { ago, PLATE_AT_MS } from "./samples.ts";

/** Plates of signing in, and of working nodes. */
export const WORK_PLATES: readonly Plate[] = [
  { name: "account", about: "Signing in after a wrong password.", show: () => <Accounts /> },
  {
    name: "control",
    about: "Working nodes: favourites, and commands in every state.",
    show: () => <Panel recent={COMMANDS} favorites={FAVORITES} />,
  },
  {
    name: "control-activity",
    about: "Favourites with what they are doing, in every state.",
    show: () => <Panel favorites={WATCHED} activity={ACTIVITY} />,
  },
  {
    name: "control-fault",
    about: "Favourites while the statistics do not answer.",
    show: () => <Panel favorites={FAVORITES} activity={{ ...ACTIVITY, fault: FAULT }} />,
  },
  {
    name: "control-empty",
    about: "Working one node before anything was sent, and what can be sent.",
    show: () => (
      <>
        <Panel nodes={NODES.slice(0, 1)} />
        <Fields />
      </>
    ),
  },
];

const NODES: readonly ControlNode[] = [
  { nodeId: "1999", name: "Hilltop", named: [{ name: "time", label: "Say the time", ask: false }] },
  { nodeId: "1998", name: null, named: [] },
];

const FAVORITES: readonly FavoriteInfo[] = [
  { id: 1, node: "2000", label: "Hub", shared: true },
  { id: 2, node: "48210", label: null, shared: false },
];

const WATCHED: readonly FavoriteInfo[] = [
  ...FAVORITES,
  { id: 3, node: "29332", label: "Sunday net of the whole valley and its neighbours", shared: false },
  { id: 4, node: "1998", label: "Bench", shared: false },
  { id: 5, node: "51020", label: "New", shared: false },
];

const ACTIVITY: FavoriteActivityAnswer = {
  enabled: true,
  fault: null,
  activity: [
    activity("2000", "keyed", { links: 214, tx_percent: 37.4, tx_of_seconds: 840 }),
    activity("48210", "active", { links: 0, tx_percent: 0, tx_of_seconds: 259_200, read_at: ago(34) }),
    activity("29332", "offline", { links: 3, reported_at: ago(260_000) }),
    activity("1998", "unlisted", { read_at: null }),
    activity("51020", "unknown", { read_at: null }),
  ],
};

const FAULT = "ask the public statistics, too many requests from this address: tried again after 60 s";

function activity(
  node: string,
  state: FavoriteActivity["state"],
  fields: Partial<FavoriteActivity>,
): FavoriteActivity {
  const nothing = { links: null, tx_percent: null, tx_of_seconds: null, reported_at: null };
  return { node, state, ...nothing, read_at: ago(12), ...fields };
}

function command(id: number, fields: Partial<CommandInfo>): CommandInfo {
  return {
    id: String(id),
    node: "1999",
    action: "connect",
    target: "2000",
    permanent: false,
    disconnect_first: false,
    by: "QX1ABC",
    state: "accepted",
    message: "Sent, waiting for its effect",
    accepted_at: ago(id * 20),
    finished_at: null,
    ...fields,
  };
}

const COMMANDS: readonly CommandInfo[] = [
  command(1, {}),
  command(2, {
    state: "failed",
    target: "29332",
    message: "29332 does not answer",
    finished_at: ago(30),
  }),
  command(3, {
    state: "confirmed",
    permanent: true,
    message: "2000 is linked: transceive, permanent",
    finished_at: ago(55),
  }),
];

const LIVE = signal(true);

const silent: ControlApi = () => Promise.resolve({ ok: false, message: "" });

function deskOf(
  nodes: readonly ControlNode[],
  recent: readonly CommandInfo[],
  favorites: readonly FavoriteInfo[],
) {
  return new ControlDesk(nodes, recent, favorites, silent);
}

function Panel({ nodes = NODES, recent = [], favorites = [], activity = null }: {
  readonly nodes?: readonly ControlNode[];
  readonly recent?: readonly CommandInfo[];
  readonly favorites?: readonly FavoriteInfo[];
  readonly activity?: FavoriteActivityAnswer | null;
}) {
  return (
    <ControlPanel
      desk={deskOf(nodes, recent, favorites)}
      feed={activity && new FavoriteFeed(activity, silent)}
      nodes={nodes}
      chosen={signal("1999")}
      sharesFavorites
      basePath=""
      now={signal(PLATE_AT_MS)}
      back="/"
      isLive={LIVE}
      Question={null}
      onOrder={() => {}}
    />
  );
}

function Fields() {
  return (
    <Titled title="Fields">
      <div class="control-groups">
        <ConnectFields desk={deskOf(NODES, [], FAVORITES)} isLive={LIVE} shares />
        <DtmfPad isLive={LIVE} />
      </div>
    </Titled>
  );
}

function Titled({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="panel control" aria-labelledby="plate-title">
      <h2 id="plate-title">{title}</h2>
      {children}
    </section>
  );
}

function Accounts() {
  return (
    <AccountForm
      title="Sign in"
      action="/signin"
      submit="Sign in"
      fault="Name or password is wrong"
      intro={<p class="account-intro">Whoever can open the page can look; acting needs an account.</p>}
      outro={
        <p class="account-outro">
          <a href="/setup">Make the first account</a>
        </p>
      }
    >
      <AccountField
        name="username"
        label="Name"
        type="text"
        autocomplete="username"
        maxLength={40}
        value="QX1ABC"
        hint="Your callsign, for instance."
      />
      <AccountField
        name="password"
        label="Password"
        type="password"
        autocomplete="current-password"
        maxLength={200}
        faulty
      />
    </AccountForm>
  );
}
