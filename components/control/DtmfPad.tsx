import type { ReadonlySignal } from "@preact/signals";
import { useRef } from "preact/hooks";

const KEYS = ["1", "2", "3", "A", "4", "5", "6", "B", "7", "8", "9", "C", "*", "0", "#", "D"];

/** Digits to dial, typed or tapped. */
export function DtmfPad({ isLive }: { readonly isLive: ReadonlySignal<boolean> }) {
  const dial = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const press = (key: string) => {
    if (field.current) field.current.value += key;
  };
  return (
    <fieldset class="control-group control-dtmf">
      <legend>DTMF</legend>
      <label class="control-target">
        <span>Digits</span>
        <input
          ref={field}
          type="text"
          name="digits"
          inputMode="tel"
          maxLength={32}
          pattern="[0-9A-Da-d*#]*"
          autocomplete="off"
          spellcheck={false}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault(); // which would press the first button of the form
            dial.current?.click();
          }}
        />
      </label>
      {isLive.value && (
        <div class="control-pad" role="group" aria-label="Keys">
          {KEYS.map((key) => (
            <button key={key} class="button num" type="button" onClick={() => press(key)}>{key}</button>
          ))}
        </div>
      )}
      <p class="control-buttons">
        <button ref={dial} type="submit" class="button primary" name="do" value="dtmf">Dial</button>
      </p>
    </fieldset>
  );
}
