import { type Signal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

/**
 * A native modal dialog: the browser keeps the focus inside, closes it with Escape and gives the focus back. A click
 * beside it closes it too. What is in it exists only while it is open.
 */
export function Dialog(props: {
  readonly open: Signal<boolean>;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  const { open } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useSignalEffect(() => {
    if (open.value === dialog.current?.open) return;
    if (open.value) dialog.current?.showModal();
    else dialog.current?.close();
  });
  const close = () => void (open.value = false);
  return (
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby={title}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      {open.value && (
        <DialogBody titleId={title} title={props.title} onClose={close}>{props.children}</DialogBody>
      )}
    </dialog>
  );
}

/** What stands in a dialog: its title, a way to close it, and what it is about. */
export function DialogBody(props: {
  readonly titleId: string;
  readonly title: string;
  readonly onClose?: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="dialog-body">
      <div class="dialog-head">
        <h2 id={props.titleId}>{props.title}</h2>
        <button class="button" type="button" onClick={props.onClose}>Close</button>
      </div>
      {props.children}
    </div>
  );
}
