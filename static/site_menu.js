// @ts-check
/**
 * The menu of the header opens and closes by itself. With this it closes too when a reader taps elsewhere, goes on with the
 * Tab key, or presses Escape, which leads back to its button.
 */
(() => {
  const menu = document.querySelector(".site-menu");
  if (!(menu instanceof HTMLDetailsElement)) return;

  /** @param {EventTarget | null} target */
  const isInside = (target) => target instanceof Node && menu.contains(target);

  addEventListener("pointerdown", ({ target }) => {
    if (!isInside(target)) menu.open = false;
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget !== null && !isInside(relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
})();
