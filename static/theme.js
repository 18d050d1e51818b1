// @ts-check
/**
 * Sets the theme and density that the viewer chose before anything is painted, and again when they change. Runs after
 * the stylesheet, whose rules for dark systems it switches on or off, so that no colour is written down twice.
 */
(() => {
  const root = document.documentElement;
  const dark = /\(prefers-color-scheme:\s*(dark|light)\)/;
  /** @type {Map<object, string>} What the media rules said at first. */
  const original = new Map();

  /** @returns {{theme?: unknown, density?: unknown}} */
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem("nexus.preferences.1") ?? "{}") ?? {};
    } catch {
      return {}; // storage is switched off, or holds something else
    }
  };

  /** @param {object} holder @param {string} media @param {string} theme @returns {string} */
  const mediaFor = (holder, media, theme) => {
    if (!original.has(holder)) original.set(holder, media);
    const first = original.get(holder) ?? media;
    return theme === "system"
      ? first
      : first.replace(dark, (_, scheme) => scheme === theme ? "(min-width: 0px)" : "(max-width: 0px)");
  };

  /** @param {CSSRuleList} rules @param {string} theme */
  const setRules = (rules, theme) => {
    for (const rule of rules) {
      if (!(rule instanceof CSSMediaRule) || !(original.has(rule) || dark.test(rule.media.mediaText))) {
        continue;
      }
      rule.media.mediaText = mediaFor(rule, rule.media.mediaText, theme);
    }
  };

  const apply = () => {
    const { theme, density } = read();
    const chosen = theme === "light" || theme === "dark" ? theme : "system";
    root.dataset.theme = chosen;
    root.dataset.density = density === "compact" ? "compact" : "comfortable";
    for (const sheet of document.styleSheets) setRules(sheet.cssRules, chosen);
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      if (meta instanceof HTMLMetaElement) meta.media = mediaFor(meta, meta.media, chosen);
    }
  };

  root.dataset.script = "yes";
  apply();
  addEventListener("nexus-preferences", apply);
  addEventListener("storage", apply);
})();
