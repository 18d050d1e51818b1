import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { asset } from "fresh/runtime";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

/**
 * A native modal dialog: the browser keeps the focus inside, closes it with Escape and gives the focus back. A click
 * beside it closes it too. What is in it exists only while it is open. It brings its styles, and waits for them.
 */
export function Dialog(props: {
  readonly open: Signal<boolean>;
  readonly title: string;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  readonly children: ComponentChildren;
}) {
  const { open } = props;
  const isDressed = useSignal(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useSignalEffect(() => {
    const isOpen = open.value && isDressed.value;
    if (isOpen === dialog.current?.open) return;
    if (isOpen) dialog.current?.showModal();
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
      <link
        rel="stylesheet"
        href={props.basePath + asset("/dialogs.css")}
        onLoad={() => void (isDressed.value = true)}
        // Without them it can be read all the same.
        onError={() => void (isDressed.value = true)}
      />
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
