import { useSignal, useSignalEffect } from "@preact/signals";
import type { ControlDesk, ControlNode, Order } from "../../lib/client/mod.ts";
import { Dialog } from "../Dialog.tsx";

/** What a question of the Control panel is made from. */
export interface QuestionBodyProps {
  readonly order: Order;
  /** The node by number and name. */
  readonly node: string;
  readonly name: string | null;
  /** What is ordered, in a few words. */
  readonly orderWords: (order: Order) => string;
  /** What comes of it. */
  readonly consequence: (order: Order) => string;
  readonly onAnswer: (isSure: boolean) => void;
}

/** Whether an order is meant: what it is, what comes of it, yes and no. */
export function QuestionBody(props: QuestionBodyProps) {
  const { order, orderWords, onAnswer } = props;
  return (
    <>
      <p>
        <b>{orderWords(order)}</b> at node <b class="num">{props.node}</b> <bdi>{props.name}</bdi>.
      </p>
      <p class="control-hint">{props.consequence(order)}</p>
      <p class="control-buttons">
        <button class="button danger" type="button" onClick={() => onAnswer(true)}>
          Yes, {orderWords(order).toLowerCase()}
        </button>
        <button class="button" type="button" onClick={() => onAnswer(false)}>No</button>
      </p>
    </>
  );
}

/**
 * Asks once before something that ends talks of others or outlasts what is seen, and names the node. Its words are given to it:
 * a module that it shared with its page would be loaded by everybody.
 */
export function ControlQuestionDialog({ desk, nodes, basePath, orderWords, consequence }: {
  readonly desk: ControlDesk;
  readonly nodes: readonly ControlNode[];
  readonly basePath: string;
} & Pick<QuestionBodyProps, "orderWords" | "consequence">) {
  const open = useSignal(false);
  useSignalEffect(() => {
    open.value = desk.question.value !== null;
  });
  useSignalEffect(() => {
    if (!open.value && desk.question.peek() !== null) desk.answer(false);
  });
  const question = desk.question.value;
  const name = nodes.find(({ nodeId }) => nodeId === question?.node)?.name ?? null;
  return (
    <Dialog open={open} basePath={basePath} title={question ? `Node ${question.node}: sure?` : "Sure?"}>
      {question && (
        <QuestionBody
          {...question}
          name={name}
          orderWords={orderWords}
          consequence={consequence}
          onAnswer={(isSure) => desk.answer(isSure)}
        />
      )}
    </Dialog>
  );
}
