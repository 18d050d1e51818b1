import {
  type Alert,
  alertFacts,
  type DashboardModel,
  lookForAlerts,
  minuteOfDay,
  type NexusState,
  NO_ALERT_MEMORY,
  playAlert,
  preferences,
  showNotification,
} from "../lib/client/mod.ts";

/** Looks at one state of the page after another, and calls the viewer when something wanted happened between two. */
export class AlertCaller {
  #memory = NO_ALERT_MEMORY;

  /** Takes the newest state; `nowMs` is the server's time. */
  look(model: DashboardModel, nexus: NexusState, nowMs: number): void {
    const wanted = preferences.value.alerts;
    const look = lookForAlerts(this.#memory, {
      facts: nexus.kind === "live" ? alertFacts(model) : null,
      nowMs,
      minuteOfDay: minuteOfDay(nowMs, preferences.value),
      preferences: wanted,
    });
    this.#memory = look.memory;
    for (const alert of look.alerts) call(alert);
  }
}

function call(alert: Alert): void {
  const { notifications, sounds } = preferences.peek().alerts;
  const failed = (error: unknown) => globalThis.reportError(error);
  if (notifications) showNotification(alert, iconAddress()).catch(failed);
  if (sounds) playAlert(alert.kind).catch(failed);
}

/** The icon of the page, which knows below which path Nexus is served. */
function iconAddress(): string {
  return document.querySelector<HTMLLinkElement>('link[rel="apple-touch-icon"]')?.href ?? "";
}
