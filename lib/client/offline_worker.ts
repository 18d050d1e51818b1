/**
 * Registers the worker that shows a page of its own while Nexus cannot be reached. Waits until the page has loaded, so
 * that it takes nothing from it. Without https, or where workers are switched off, there is none, and nothing is lost.
 */
export async function registerWorker(url: string, scope: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  if (document.readyState !== "complete") {
    await new Promise((loaded) => globalThis.addEventListener("load", loaded, { once: true }));
  }
  try {
    await navigator.serviceWorker.register(url, { scope });
  } catch {
    // Forbidden by the viewer, or Nexus was updated just now; the next page tries again.
  }
}
