import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { ControlPanel } from "../components/control/ControlPanel.tsx";
import type { ControlQuestionDialog } from "../components/control/ControlQuestionDialog.tsx";
import { rowControlsOf } from "../components/control/RowControls.tsx";
import { rowControl } from "../components/row_control.ts";
import {
  browserControlApi,
  ControlDesk,
  type ControlNode,
  FavoriteFeed,
  orderOfForm,
} from "../lib/client/mod.ts";
import type { CommandInfo, FavoriteActivityAnswer, FavoriteInfo } from "../lib/wire/mod.ts";

/** How often ages of commands are told anew. */
const TICK_MS = 5_000;

/** What the server hands to those who may work nodes. */
export interface ControlProps {
  readonly nodes: readonly ControlNode[];
  readonly recent: readonly CommandInfo[];
  readonly favorites: readonly FavoriteInfo[];
  /** What is known of what they are doing; `null` where that is not asked. */
  readonly activity: FavoriteActivityAnswer | null;
  /** Whether everybody's favourites may be changed from this page. */
  readonly sharesFavorites: boolean;
  /** The server's time when the page was made, epoch milliseconds. */
  readonly nowMs: number;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  /** The page that it stands on, below the base path. */
  readonly back: string;
}

/** Works the nodes of a page, and puts what can be done with a link into its row. */
export default function Control(props: ControlProps) {
  const { nodes, recent, favorites, activity, sharesFavorites, nowMs, basePath, back } = props;
  const desk = useMemo(
    () => new ControlDesk(nodes, recent, favorites, browserControlApi(basePath)),
    [],
  );
  const feed = useMemo(() => activity && new FavoriteFeed(activity, browserControlApi(basePath)), []);
  const chosen = useSignal(nodes[0]?.nodeId ?? "");
  const isLive = useSignal(false);
  const Question = useSignal<typeof ControlQuestionDialog | null>(null);
  const now = useSignal(nowMs);
  useEffect(() => {
    const startedMs = performance.now();
    const timer = setInterval(() => now.value = nowMs + performance.now() - startedMs, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    isLive.value = true;
    // Its code is shared with other dialogs, which pages of others load when they are opened.
    import("../components/control/ControlQuestionDialog.tsx").then(
      (module) => void (Question.value = module.ControlQuestionDialog),
      () => desk.refuse("Not loaded as a whole: reload the page"),
    );
    desk.begin();
    rowControl.value = rowControlsOf(desk, now);
    return () => void (rowControl.value = null);
  }, [desk]);
  return (
    <ControlPanel
      desk={desk}
      feed={feed}
      nodes={nodes}
      chosen={chosen}
      sharesFavorites={sharesFavorites}
      basePath={basePath}
      back={back}
      isLive={isLive}
      now={now}
      Question={Question.value}
      onOrder={(form, what) => orderByForm(desk, form, what)}
    />
  );
}

/** Orders what a button of the form says with what stands in its fields. */
function orderByForm(desk: ControlDesk, form: HTMLFormElement, what: string): void {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? "").trim();
  const order = orderOfForm(what, text);
  if (order.target === "") return desk.refuse("Type the number of a node, or choose one that was found");
  if (order.digits === "") return desk.refuse("Type the digits to dial");
  desk.order(text("node"), order);
}
