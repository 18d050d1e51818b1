import { useSignal } from "@preact/signals";
import {
  type AlertPreferences,
  askForNotifications,
  changePreferences,
  notificationStanding,
  playAlert,
} from "../lib/client/mod.ts";
import { SettingsGroup, Toggle } from "./SettingsFields.tsx";
import { SettingsWatches } from "./SettingsWatches.tsx";

/** What `Sleep` begins with: when most are in bed. */
const NIGHT = { fromMinute: 22 * 60, toMinute: 7 * 60 };

/** Minutes of quiet to choose from. */
const QUIET_MINUTES = [1, 5, 15, 30, 60, 240];

/** Desktop notifications and sounds: for what, and when not. The browser is asked only when a viewer switches them on. */
export function SettingsAlerts({ chosen }: { readonly chosen: AlertPreferences }) {
  const standing = useSignal(notificationStanding());
  const change = (part: Partial<AlertPreferences>) => changePreferences({ alerts: { ...chosen, ...part } });
  const notify = async (notifications: boolean) => {
    if (notifications) standing.value = await askForNotifications();
    change({ notifications: notifications && standing.value === "granted" });
  };
  const sound = (sounds: boolean) => {
    change({ sounds });
    if (sounds) void playAlert("up");
  };
  const possible = standing.value !== "unsupported" && standing.value !== "denied";
  return (
    <SettingsGroup title="Alerts">
      <Toggle
        checked={chosen.notifications && standing.value === "granted"}
        disabled={!possible}
        onChange={(checked) => void notify(checked)}
      >
        Desktop notifications
      </Toggle>
      {standing.value === "denied" && (
        <p class="dim">This browser refuses them; allow notifications for this site in its settings.</p>
      )}
      {standing.value === "unsupported" && (
        <p class="dim">This browser shows them only for pages that come over https.</p>
      )}
      <Toggle checked={chosen.sounds} onChange={sound}>Sounds</Toggle>
      {chosen.sounds && (
        <p class="dim">Browsers let a page sound only after a click or key on it, each time it is opened.</p>
      )}
      {(chosen.sounds || chosen.notifications) && <AlertRules chosen={chosen} change={change} />}
    </SettingsGroup>
  );
}

interface RulesProps {
  readonly chosen: AlertPreferences;
  readonly change: (part: Partial<AlertPreferences>) => void;
}

function AlertRules({ chosen, change }: RulesProps) {
  return (
    <>
      <SettingsWatches watches={chosen.watches} onChange={(watches) => change({ watches })} />
      <label class="field">
        <span>Talk is news after</span>
        <select
          value={String(chosen.quietMinutes)}
          onChange={(event) => change({ quietMinutes: Number(event.currentTarget.value) })}
        >
          {QUIET_MINUTES.map((minutes) => (
            <option key={minutes} value={String(minutes)}>{minutes} min of quiet</option>
          ))}
        </select>
      </label>
      <Toggle
        checked={chosen.quietHours !== null}
        onChange={(quiet) => change({ quietHours: quiet ? NIGHT : null })}
      >
        None at night
      </Toggle>
      {chosen.quietHours && <Night hours={chosen.quietHours} change={change} />}
    </>
  );
}

function Night(props: {
  readonly hours: NonNullable<AlertPreferences["quietHours"]>;
  readonly change: RulesProps["change"];
}) {
  const { hours, change } = props;
  const ends = [["fromMinute", "From"], ["toMinute", "Until"]] as const;
  return (
    <div class="choice-row">
      {ends.map(([end, words]) => (
        <label class="field" key={end}>
          <span>{words}</span>
          <input
            type="time"
            required
            value={timeText(hours[end])}
            onChange={(event) => {
              const minute = minuteOf(event.currentTarget.value);
              if (minute !== null) change({ quietHours: { ...hours, [end]: minute } });
            }}
          />
        </label>
      ))}
    </div>
  );
}

/** Minutes since midnight as a time field has them: `07:00`. */
function timeText(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}
