import type { ComponentChildren } from "preact";
import {
  type HeardOn,
  isThroughLink,
  type Talker,
  talkerAbout,
  talkerName,
  talkerWay,
} from "../lib/client/mod.ts";

/** One talker of the strip: name and place, below them the way it is heard, beside them its time. */
export function OnAirTalker(props: {
  readonly talker: Talker;
  /** Goes before the way, as "talked last, ". */
  readonly before: string;
  /** The time. */
  readonly children: ComponentChildren;
}) {
  const { talker, before } = props;
  const name = talkerName(talker);
  const about = talkerAbout(talker);
  return (
    <li class="on-air-talker" title={`${name}${about && `, ${about}`}: ${before}${talkerWay(talker)}`}>
      <span class="on-air-who">
        <bdi class="callsign">{name}</bdi> {about && <bdi class="on-air-about">{about}</bdi>}
      </span>
      <span class="on-air-way">
        {before && <span class="on-air-before">{before}</span>}
        {isThroughLink(talker) && (
          <>
            through <b>{talker.node}</b>
            {" "}
          </>
        )}
        on {talker.on.map((node, index) => <Hearer key={node.nodeId} node={node} isFirst={index === 0} />)}
      </span>
      <span class="on-air-time num">{props.children}</span>
    </li>
  );
}

function Hearer({ node, isFirst }: { readonly node: HeardOn; readonly isFirst: boolean }) {
  return (
    <>
      {!isFirst && " and "}
      <b>{node.nodeId}</b>
      {node.name && <bdi class="on-air-node-name">{`\u00a0${node.name}`}</bdi>}
    </>
  );
}
