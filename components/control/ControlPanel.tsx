import type { ReadonlySignal, Signal } from "@preact/signals";
import {
  consequence,
  type ControlDesk,
  type ControlNode,
  type FavoriteFeed,
  orderWords,
} from "../../lib/client/mod.ts";
import { ConnectFields } from "./ConnectFields.tsx";
import { DtmfPad } from "./DtmfPad.tsx";
import type { ControlQuestionDialog } from "./ControlQuestionDialog.tsx";
import { ControlStrip } from "./ControlStrip.tsx";
import { FavoriteChips } from "./FavoriteChips.tsx";

/** What working nodes is made of, on the server and in the browser. */
export interface ControlPanelProps {
  readonly desk: ControlDesk;
  /** What favourites are doing; `null` where that is not asked. */
  readonly feed: FavoriteFeed | null;
  readonly nodes: readonly ControlNode[];
  /** The node that is worked. */
  readonly chosen: Signal<string>;
  /** Whether everybody's favourites may be changed. */
  readonly sharesFavorites: boolean;
  readonly basePath: string;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  /** Where a browser without JavaScript comes back to, below the base path. */
  readonly back: string;
  /** Whether the page is live; before that its forms are sent as they are. */
  readonly isLive: ReadonlySignal<boolean>;
  /** Asks what is dangerous; `null` until it is loaded. */
  readonly Question: typeof ControlQuestionDialog | null;
  readonly onOrder: (form: HTMLFormElement, what: string) => void;
}

/** Works the nodes of a page: favourites, a form for everything else, and what came of it. One form, so that it works without JavaScript. */
export function ControlPanel(props: ControlPanelProps) {
  const { desk, nodes, chosen, basePath, back, onOrder } = props;
  const node = nodes.find(({ nodeId }) => nodeId === chosen.value) ?? nodes[0];
  if (!node) return null;
  return (
    <section class="panel control" aria-labelledby="control-title">
      <form
        method="post"
        action={`${basePath}/control`}
        onSubmit={(event) => {
          event.preventDefault();
          const { submitter } = event;
          const what = submitter instanceof HTMLButtonElement ? submitter.value : "connect";
          onOrder(event.currentTarget, what);
        }}
      >
        {/* What the enter key presses: the first button of a form. */}
        <button
          type="submit"
          class="control-default"
          name="do"
          value="enter"
          tabIndex={-1}
          aria-hidden="true"
        >
          Connect
        </button>
        <input type="hidden" name="return" value={back} />
        <div class="control-bar">
          <h2 id="control-title">Control</h2>
          <NodeField nodes={nodes} chosen={chosen} />
          <FavoriteChips desk={desk} feed={props.feed} now={props.now} />
        </div>
        {desk.fault.value !== null && <p class="control-fault" role="alert">{desk.fault}</p>}
        <ControlStrip commands={desk.commands.value} many={nodes.length > 1} now={props.now} />
        <details class="control-more">
          <summary>Connect, disconnect, dial</summary>
          <div class="control-groups">
            <ConnectFields desk={desk} isLive={props.isLive} shares={props.sharesFavorites} />
            <div class="control-column">
              <fieldset class="control-group">
                <legend>All links</legend>
                <p class="control-buttons">
                  <button type="submit" class="button danger" name="do" value="disconnect_all">
                    Disconnect all
                  </button>
                  <button type="submit" class="button" name="do" value="reconnect">Reconnect</button>
                </p>
                <p class="control-hint">Reconnect brings back what disconnecting all took away.</p>
              </fieldset>
              {node.named.length > 0 && (
                <fieldset class="control-group">
                  <legend>Commands</legend>
                  <p class="control-buttons">
                    {node.named.map(({ name, label }) => (
                      <button type="submit" key={name} class="button" name="do" value={`named:${name}`}>
                        {label}
                      </button>
                    ))}
                  </p>
                </fieldset>
              )}
            </div>
            <DtmfPad isLive={props.isLive} />
          </div>
        </details>
      </form>
      <p class="sr-only" role="status">{desk.said}</p>
      {props.Question && (
        <props.Question
          desk={desk}
          nodes={nodes}
          basePath={basePath}
          orderWords={orderWords}
          consequence={consequence}
        />
      )}
    </section>
  );
}

function NodeField({ nodes, chosen }: Pick<ControlPanelProps, "nodes" | "chosen">) {
  const [only] = nodes;
  if (nodes.length === 1 && only) {
    return (
      <p class="control-node">
        <input type="hidden" name="node" value={only.nodeId} />
        <span class="dim">Node</span> <b class="num">{only.nodeId}</b> <bdi>{only.name}</bdi>
      </p>
    );
  }
  return (
    <label class="control-node">
      <span class="dim">Node</span>
      <select name="node" value={chosen} onChange={({ currentTarget }) => chosen.value = currentTarget.value}>
        {nodes.map(({ nodeId, name }) => (
          <option key={nodeId} value={nodeId} selected={nodeId === chosen.peek()}>
            {name ? `${nodeId} ${name}` : nodeId}
          </option>
        ))}
      </select>
    </label>
  );
}
