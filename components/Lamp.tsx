/** What a lamp stands for; the colour follows, the word says it. */
export type LampTone = "rx" | "tx";

/** A lamp with its name and its state in a word; lit and dark differ in shape too, not in colour alone. */
export function Lamp(props: {
  readonly tone: LampTone;
  readonly name: string;
  readonly lit: boolean;
  readonly litWord: string;
}) {
  const { tone, name, lit, litWord } = props;
  return (
    <span class="lamp" data-tone={tone} data-lit={lit ? "yes" : "no"}>
      <span class="lamp-dot" aria-hidden="true" />
      <span class="lamp-name">{name}</span> <span class="lamp-word">{lit ? litWord : "Idle"}</span>
    </span>
  );
}
