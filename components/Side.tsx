import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { DashboardModel } from "../lib/client/mod.ts";
import { ahead } from "./ahead.tsx";

/** What stands beside the nodes, or below them where there is no room, is made from. */
export interface SideProps {
  readonly model: ReadonlySignal<DashboardModel>;
}

/** Who stays this long gets the lists though they never came in sight: they may be printed, or searched for a word. */
const STAYS_MS = 10_000;

/** The lists begin to load when they are this near to being seen. */
const NEAR = "25%";

/** What the server wrote, which an island that starts would take away, as it is no part of what it renders itself. */
function writtenByServer(): { readonly __html: string } {
  return { __html: document.querySelector(".side")?.innerHTML ?? "" };
}

/**
 * Who talked lately and most, which `SideLists` gives: on the server always, in a browser when it comes in sight. On most
 * screens that is below the nodes, where many never look.
 */
export const GivenSide = ahead<SideProps>(() => {
  const box = useRef<HTMLDivElement>(null);
  const [isFailed, setFailed] = useState(false);
  const [written] = useState(writtenByServer);
  useEffect(() => {
    const load = () => void import("./SideLists.tsx").catch(() => setFailed(true));
    return box.current ? whenNear(box.current, load) : undefined;
  }, []);
  // Nexus is away, or was updated under the page: nothing old is shown as if it were live.
  if (isFailed) return <p class="side empty">Not loaded: reload the page</p>;
  return <div class="side" ref={box} dangerouslySetInnerHTML={written} />;
});

/** Calls `act` once, when the element is nearly in sight or the viewer stays. Gives a function that calls it off. */
function whenNear(element: Element, act: () => void): () => void {
  const done = () => {
    watching.disconnect();
    clearTimeout(timer);
  };
  const begin = () => {
    done();
    act();
  };
  const watching = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && begin(),
    { rootMargin: NEAR },
  );
  watching.observe(element);
  const timer = setTimeout(begin, STAYS_MS);
  return done;
}
