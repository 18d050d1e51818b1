import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import {
  changePreferences,
  DEFAULT_PREFERENCES,
  type Preferences,
  preferences,
  writeTimeOfDay,
} from "../lib/client/mod.ts";
import { Dialog } from "./Dialog.tsx";
import { SettingsAlerts } from "./SettingsAlerts.tsx";
import { Choice, SettingsGroup, Toggle } from "./SettingsFields.tsx";

/** How a viewer wants the pages; every choice holds at once and stays in this browser. */
export function SettingsDialog(props: {
  readonly open: Signal<boolean>;
  readonly basePath: string;
  readonly onShortcuts: () => void;
}) {
  return (
    <Dialog open={props.open} basePath={props.basePath} title="Settings">
      <SettingsBody chosen={preferences.value} onShortcuts={props.onShortcuts} />
    </Dialog>
  );
}

/** All settings as they are chosen. */
export function SettingsBody(
  { chosen, onShortcuts }: { readonly chosen: Preferences; readonly onShortcuts?: () => void },
) {
  return (
    <>
      <Appearance chosen={chosen} />
      <Times chosen={chosen} />
      <SettingsAlerts chosen={chosen.alerts} />
      <SettingsGroup title="Keyboard">
        <Toggle checked={chosen.shortcuts} onChange={(shortcuts) => changePreferences({ shortcuts })}>
          Single keys as shortcuts
        </Toggle>
        <button class="button" type="button" onClick={onShortcuts}>Show the shortcuts</button>
      </SettingsGroup>
      <p class="settings-foot">
        <span class="dim">All of this stays in this browser.</span>
        <button class="button" type="button" onClick={() => changePreferences(DEFAULT_PREFERENCES)}>
          Back to the defaults
        </button>
      </p>
    </>
  );
}

function Appearance({ chosen }: { readonly chosen: Preferences }) {
  return (
    <SettingsGroup title="Appearance">
      <Choice
        legend="Theme"
        value={chosen.theme}
        choices={[["system", "As the system"], ["light", "Light"], ["dark", "Dark"]]}
        onChange={(theme) => changePreferences({ theme })}
      />
      <Choice
        legend="Density"
        value={chosen.density}
        choices={[["comfortable", "Comfortable"], ["compact", "Compact"]]}
        onChange={(density) => changePreferences({ density })}
      />
      <Choice
        legend="Temperatures"
        value={chosen.temperature}
        choices={[["auto", "As the browser"], ["celsius", "°C"], ["fahrenheit", "°F"]]}
        onChange={(temperature) => changePreferences({ temperature })}
      />
    </SettingsGroup>
  );
}

function Times({ chosen }: { readonly chosen: Preferences }) {
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"), []);
  const own = useMemo(() => new Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  return (
    <SettingsGroup title="Times">
      <Choice
        legend="Hours"
        value={chosen.hours}
        choices={[["auto", "As the browser"], ["24", "24 hours"], ["12", "12 hours"]]}
        onChange={(hours) => changePreferences({ hours })}
      />
      <label class="field">
        <span>Time zone</span>
        <select
          value={chosen.zone}
          onChange={(event) => changePreferences({ zone: event.currentTarget.value })}
        >
          <option value="browser">This browser’s ({own})</option>
          <option value="UTC">UTC</option>
          {zones.map((zone) => <option key={zone} value={zone}>{zone.replaceAll("_", " ")}</option>)}
        </select>
      </label>
      <p class="dim">
        It is now <b>{writeTimeOfDay(Date.now(), chosen)}</b>.
      </p>
    </SettingsGroup>
  );
}
