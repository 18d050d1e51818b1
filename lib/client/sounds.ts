import type { Alert } from "./alerts.ts";

/** One tone: how high, and when it begins after the sound does. */
interface Tone {
  readonly hertz: number;
  readonly afterSeconds: number;
}

/** Told apart by ear alone: one tone for talk, rising for up, falling for down. */
const SOUNDS: Readonly<Record<Alert["kind"], readonly Tone[]>> = {
  talk: [{ hertz: 660, afterSeconds: 0 }],
  up: [{ hertz: 523, afterSeconds: 0 }, { hertz: 784, afterSeconds: 0.14 }],
  down: [{ hertz: 784, afterSeconds: 0 }, { hertz: 523, afterSeconds: 0.14 }],
};

const TONE_SECONDS = 0.18;

/** Heard over a shack's noise, and nobody jumps. */
const LOUDNESS = 0.15;

/** Begins and ends a tone this slowly, so that it does not click. */
const RAMP_SECONDS = 0.02;

let context: AudioContext | null = null;

/** Plays the sound of an alert. Browsers let a page sound only after its viewer clicked or typed on it: else nothing. */
export async function playAlert(kind: Alert["kind"]): Promise<void> {
  if (typeof AudioContext === "undefined") return;
  // Asked for before that, every context would draw a warning.
  if (navigator.userActivation?.hasBeenActive === false) return;
  context ??= new AudioContext();
  if (context.state !== "running") await context.resume();
  for (const tone of SOUNDS[kind]) playTone(context, tone);
}

function playTone(audio: AudioContext, { hertz, afterSeconds }: Tone): void {
  const startsAt = audio.currentTime + afterSeconds;
  const endsAt = startsAt + TONE_SECONDS;
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, startsAt);
  volume.gain.linearRampToValueAtTime(LOUDNESS, startsAt + RAMP_SECONDS);
  volume.gain.setValueAtTime(LOUDNESS, endsAt - RAMP_SECONDS);
  volume.gain.linearRampToValueAtTime(0, endsAt);
  const tone = new OscillatorNode(audio, { frequency: hertz });
  tone.connect(volume).connect(audio.destination);
  tone.start(startsAt);
  tone.stop(endsAt);
}
