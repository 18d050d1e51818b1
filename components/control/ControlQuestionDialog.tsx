import { useSignal, useSignalEffect } from "@preact/signals";
import type { ControlDesk, ControlNode, Order } from "../../lib/client/mod.ts";
import { Dialog } from "../Dialog.tsx";

/**
 * Asks once before something that ends talks of others or outlasts what is seen, and names the node. Its words are given to it:
 * a module that it shared with its page would be loaded by everybody.
 */
export function ControlQuestionDialog({ desk, nodes, basePath, orderWords, consequence }: {
  readonly desk: ControlDesk;
  readonly nodes: readonly ControlNode[];
  readonly basePath: string;
  /** What is ordered, in a few words. */
  readonly orderWords: (order: Order) => string;
  /** What comes of it. */
  readonly consequence: (order: Order) => string;
}) {
  const open = useSignal(false);
  useSignalEffect(() => {
    open.value = desk.question.value !== null;
  });
  useSignalEffect(() => {
    if (!open.value && desk.question.peek() !== null) desk.answer(false);
  });
  const question = desk.question.value;
  const name = nodes.find(({ nodeId }) => nodeId === question?.node)?.name;
  return (
    <Dialog open={open} basePath={basePath} title={question ? `Node ${question.node}: sure?` : "Sure?"}>
      {question && (
        <>
          <p>
            <b>{orderWords(question.order)}</b> at node <b class="num">{question.node}</b> <bdi>{name}</bdi>.
          </p>
          <p class="control-hint">{consequence(question.order)}</p>
          <p class="control-buttons">
            <button class="button danger" type="button" onClick={() => desk.answer(true)}>
              Yes, {orderWords(question.order).toLowerCase()}
            </button>
            <button class="button" type="button" onClick={() => desk.answer(false)}>No</button>
          </p>
        </>
      )}
    </Dialog>
  );
}
