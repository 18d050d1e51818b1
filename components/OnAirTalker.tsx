import type { ComponentChildren } from "preact";
import { type Talker, talkerAbout, talkerName, talkerWay } from "../lib/client/mod.ts";

/** One talker of the strip: name and place, below them the way it is heard, beside them its time. */
export function OnAirTalker(props: {
  readonly talker: Talker;
  /** Goes before the way, as "talked last, ". */
  readonly before: string;
  /** The time. */
  readonly children: ComponentChildren;
}) {
  const { talker } = props;
  const name = talkerName(talker);
  const about = talkerAbout(talker);
  const way = props.before + talkerWay(talker);
  return (
    <li class="on-air-talker" title={`${name}${about && `, ${about}`}: ${way}`}>
      <span class="on-air-who">
        <bdi class="callsign">{name}</bdi> {about && <bdi class="on-air-about">{about}</bdi>}
      </span>
      <span class="on-air-way">
        <bdi>{way}</bdi>
      </span>
      <span class="on-air-time num">{props.children}</span>
    </li>
  );
}
