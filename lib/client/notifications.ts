import type { Alert } from "./alerts.ts";

/** Whether this page may show desktop notifications; `unsupported` also where it did not come over https. */
export type NotificationStanding = "granted" | "denied" | "default" | "unsupported";

/** How it stands now. */
export function notificationStanding(): NotificationStanding {
  return "Notification" in globalThis && globalThis.isSecureContext ? Notification.permission : "unsupported";
}

/** Asks the viewer; only ever called from a click. */
export async function askForNotifications(): Promise<NotificationStanding> {
  if (notificationStanding() !== "default") return notificationStanding();
  await Notification.requestPermission();
  return notificationStanding();
}

/** Shows an alert on the desktop, where that is allowed. Phones only show those of a service worker. */
export async function showNotification(alert: Alert, icon: string): Promise<void> {
  if (notificationStanding() !== "granted") return;
  const options = { body: alert.body, tag: alert.tag, icon };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker?.active) await worker.showNotification(alert.title, options);
  else new Notification(alert.title, options).addEventListener("click", () => globalThis.focus());
}
