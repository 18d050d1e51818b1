import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ControlDesk, Offers as Found } from "../../lib/client/mod.ts";
import { FavoriteList } from "./FavoriteChips.tsx";

/** A search follows the last key after so long. */
const PAUSE_MS = 200;

/** Nodes that are offered for what was typed. */
const OFFERED = 6;

/** What can be connected to without being looked up. */
const NUMBER_REGEXP = /^[1-9]\d{2,9}$/;

/** To whom, how, and the buttons to do it. */
export function ConnectFields({ desk, isLive, shares }: {
  readonly desk: ControlDesk;
  readonly isLive: ReadonlySignal<boolean>;
  /** Whether everybody's favourites may be changed. */
  readonly shares: boolean;
}) {
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const found = useOffers(typed, desk);
  const choose = (node: string) => {
    setTyped(node);
    field.current?.focus();
  };
  const isNumber = NUMBER_REGEXP.test(typed.trim());
  return (
    <fieldset class="control-group control-connect">
      <legend>One link</legend>
      <label class="control-target">
        <span>Node number, callsign or words</span>
        <input
          ref={field}
          type="search"
          name="target"
          value={typed}
          maxLength={100}
          autocomplete="off"
          spellcheck={false}
          aria-describedby="control-offers"
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
      <div id="control-offers" class="control-offers" role="status">
        <Offers reading={found} choose={choose} />
      </div>
      <p class="control-modes" role="radiogroup" aria-label="Mode">
        <Mode value="connect" label="Transceive" first />
        <Mode value="monitor" label="Monitor" />
        <Mode value="local_monitor" label="Local monitor" />
      </p>
      <p class="control-modes">
        <label>
          <input type="checkbox" name="permanent" value="yes" /> Permanent
        </label>
        <label>
          <input type="checkbox" name="disconnect_first" value="yes" /> Disconnect others first
        </label>
      </p>
      <p class="control-buttons">
        <button type="submit" class="button primary" name="do" value="connect">Connect</button>
        <button type="submit" class="button" name="do" value="disconnect">Disconnect</button>
        {isLive.value && (
          <button
            class="button"
            type="button"
            disabled={!isNumber}
            onClick={() => void desk.addFavorite(typed.trim(), nameOf(found, typed.trim()))}
          >
            Add to favourites
          </button>
        )}
        {isLive.value && shares && (
          <button
            class="button"
            type="button"
            disabled={!isNumber}
            onClick={() => void desk.addFavorite(typed.trim(), nameOf(found, typed.trim()), true)}
          >
            Add for everybody
          </button>
        )}
      </p>
      {isLive.value && <FavoriteList desk={desk} shares={shares} />}
    </fieldset>
  );
}

function Mode({ value, label, first }: {
  readonly value: string;
  readonly label: string;
  readonly first?: boolean;
}) {
  return (
    <label>
      <input type="radio" name="mode" value={value} defaultChecked={first ?? false} /> {label}
    </label>
  );
}

function Offers({ reading, choose }: {
  readonly reading: Found | null;
  readonly choose: (node: string) => void;
}) {
  if (reading === null) return null;
  if (typeof reading === "string") return <p class="control-hint">Not searched: {reading}</p>;
  if (reading.length === 0) return <p class="control-hint">No node of the directory begins so</p>;
  return (
    <ul aria-label="Nodes found">
      {reading.map(({ node, callsign, description, location }) => (
        <li key={node}>
          <button class="control-offer" type="button" onClick={() => choose(node)}>
            <b class="num">{node}</b> <bdi class="callsign">{callsign}</bdi>{" "}
            <bdi class="dim">{[description, location].filter((text) => text?.trim()).join(", ")}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What the directory has for what is typed; `null` where nothing was asked. */
function useOffers(typed: string, desk: ControlDesk): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  const wanted = typed.trim();
  useEffect(() => {
    setFound((before) => wanted === "" ? null : before);
    if (wanted === "") return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const offers = await desk.search(wanted, OFFERED);
      if (isWanted) setFound(offers);
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [wanted, desk]);
  return found;
}

function nameOf(reading: Found | null, node: string): string | null {
  if (reading === null || typeof reading === "string") return null;
  const callsign = reading.find((each) => each.node === node)?.callsign?.trim();
  return callsign ? callsign.slice(0, 60) : null;
}
