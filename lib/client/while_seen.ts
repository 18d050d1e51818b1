/** Tells whether something is seen, at once and whenever that changes; gives a function that ends it. */
export type Sight = (told: (isSeen: boolean) => void) => () => void;

/** An element is seen while it is on the screen of a page that is visible. */
export function sightOf(element: Element): Sight {
  return (told) => {
    let isOnScreen = false;
    const tell = () => told(isOnScreen && document.visibilityState !== "hidden");
    const observer = new IntersectionObserver((entries) => {
      isOnScreen = entries.at(-1)?.isIntersecting ?? false;
      tell();
    });
    observer.observe(element);
    document.addEventListener("visibilitychange", tell);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", tell);
    };
  };
}

/** Runs something again and again until the function that it gives is called. */
type Every = (periodMs: number, act: () => void) => () => void;

const browserEvery: Every = (periodMs, act) => {
  const timer = setInterval(act, periodMs);
  return () => clearInterval(timer);
};

/** Does something at once and every `periodMs` while something is seen, and not otherwise. Gives a function that ends it. */
export function whileSeen(sight: Sight, periodMs: number, act: () => void, every = browserEvery): () => void {
  let rest: (() => void) | null = null;
  const blind = sight((isSeen) => {
    if (isSeen === (rest !== null)) return;
    rest?.();
    rest = isSeen ? every(periodMs, act) : null;
    if (isSeen) act();
  });
  return () => {
    blind();
    rest?.();
    rest = null;
  };
}
