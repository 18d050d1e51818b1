import { groupText, partyName } from "../lib/client/mod.ts";
import type { CallParty, CallTarget } from "../lib/wire/mod.ts";

/** Somebody in a call: the name, with the number beside it, and the group that led there. */
export function CallPartyText({ party }: { readonly party: CallParty | CallTarget }) {
  const name = partyName(party);
  const group = groupText(party);
  return (
    <span class="call-party">
      <bdi class="call-name">{name}</bdi>
      {party.extension !== "" && name !== party.extension && <bdi class="call-number">{party.extension}</bdi>}
      {group !== "" && <bdi class="call-group">{group}</bdi>}
    </span>
  );
}
