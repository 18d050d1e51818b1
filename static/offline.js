// @ts-check
/** The page that is shown while Nexus cannot be reached: says since when, and goes back by itself. */
(() => {
  /** How often Nexus is asked; a page that somebody looks at may ask often. */
  const RETRY_MS = 5_000;
  const NOTHING_LIVE = "This page comes from your browser and shows nothing live.";

  const heardAtMs = () => {
    try {
      return Number(localStorage.getItem("nexus.heard_at"));
    } catch {
      return 0; // storage is switched off
    }
  };

  /** @param {number} seconds @returns {string} */
  const span = (seconds) => {
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
    return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
  };

  /** @param {string} id @param {string} text */
  const write = (id, text) => {
    const element = document.getElementById(id);
    if (element !== null && element.textContent !== text) element.textContent = text;
  };

  const atMs = heardAtMs();
  let leftMs = RETRY_MS;

  const tick = () => {
    if (atMs > 0) {
      const at = new Date(atMs).toLocaleString();
      write(
        "since",
        `Last heard ${span(Math.max(0, Math.floor((Date.now() - atMs) / 1000)))} ago, at ${at}.`,
      );
    }
    write("next", `${NOTHING_LIVE} ${leftMs > 0 ? `Next try in ${leftMs / 1000} s.` : "Trying now."}`);
    if (leftMs <= 0) return void ask();
    leftMs -= 1_000;
    setTimeout(tick, 1_000);
  };

  const ask = async () => {
    try {
      const answer = await fetch(new URL("health", scope()), { cache: "no-store" });
      if (answer.ok) return location.reload();
    } catch {
      // Still not there.
    }
    leftMs = RETRY_MS;
    setTimeout(tick, 1_000);
  };

  /** Where Nexus is mounted: the folder that this script came from. */
  const source = document.currentScript instanceof HTMLScriptElement
    ? document.currentScript.src
    : location.href;
  const scope = () => new URL("./", source);

  addEventListener("online", () => void ask());
  tick();
})();
