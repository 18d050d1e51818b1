import { effect, type ReadonlySignal } from "@preact/signals";
import { browserClock } from "./browser.ts";
import type { ClientClock } from "./connection.ts";
import type { DashboardModel } from "./model.ts";

/** What following the build needs of its browser; tests give fakes. */
export interface BuildPage {
  readonly clock: Pick<ClientClock, "after">;
  /** The text of this page as the server has it now; `undefined` when that failed. */
  readonly readPage: () => Promise<string | undefined>;
  readonly reload: () => void;
}

/** After so long the page is asked for again where it could not be read. */
const AGAIN_MS = 5_000;

/**
 * Loads the page anew when a server that started again serves another build: one whose page does not have `mark`, an
 * address that names the build. That is for screens that nobody touches; others are told by a `reload` of their own.
 * Gives a function that stops it.
 */
export function followBuild(
  model: ReadonlySignal<DashboardModel>,
  mark: string,
  own: Partial<BuildPage> = {},
): () => void {
  const page = { ...browserPage(), ...own };
  let known = model.peek().epoch;
  let waiting: { cancel(): void } | null = null;
  const look = async (epoch: string) => {
    const text = await page.readPage();
    if (epoch !== known) return;
    if (text === undefined) waiting = page.clock.after(AGAIN_MS, () => void look(epoch));
    else if (!text.includes(mark)) page.reload();
  };
  const stop = effect(() => {
    const { epoch } = model.value;
    if (epoch === known) return;
    known = epoch;
    waiting?.cancel();
    void look(epoch);
  });
  return () => {
    known = "";
    waiting?.cancel();
    stop();
  };
}

function browserPage(): BuildPage {
  return {
    clock: browserClock,
    readPage: async () => {
      try {
        const response = await fetch(location.href, { cache: "no-store" });
        return response.ok ? await response.text() : undefined;
      } catch {
        return undefined; // gone again: asked again
      }
    },
    reload: () => location.reload(),
  };
}
