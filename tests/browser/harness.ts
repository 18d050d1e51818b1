import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { eventually, type ServerProcess, startServer } from "../support/server_process.ts";
import { quietPort } from "../support/quiet_port.ts";
import { launchChromium } from "./chromium.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** Nexus with simulated traffic, as a process of its own that can go away and come back on the same port. */
export class DemoSite {
  #server: ServerProcess | null = null;
  readonly #port = String(quietPort());

  /** Starts, on the same port every time. */
  async start(): Promise<void> {
    const args = ["run", "-A", "--config", CONFIG, MAIN, "--demo", "--port", this.#port];
    this.#server = await startServer({ command: Deno.execPath(), args });
  }

  /** Ends; the port answers nothing until `start`. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.signal("SIGTERM");
    await server?.exited;
    await server?.dispose();
  }

  get url(): string {
    return `http://localhost:${this.#port}/`;
  }
}

/** What a test of a page works with. */
export interface Stage {
  readonly site: DemoSite;
  readonly browser: Browser;
  /** Opens the dashboard in a context of its own. */
  open(options?: OpenOptions): Promise<OpenPage>;
}

/** How a page is opened. */
export interface OpenOptions extends BrowserContextOptions {
  /** Runs in the page before its own scripts. */
  readonly before?: string;
}

/** A page and what its console said: warnings, errors, exceptions, refused resources. */
export interface OpenPage {
  readonly page: Page;
  readonly complaints: string[];
}

/** Runs `act` with a demo site and a browser, and ends both whatever happens. */
export async function onStage(act: (stage: Stage) => Promise<void>): Promise<void> {
  const site = new DemoSite();
  let browser: Browser | null = null;
  try {
    [browser] = await Promise.all([launchChromium(), site.start()]);
    const ready = browser;
    await act({ site, browser, open: (options) => openPage(ready, site.url, options) });
  } finally {
    await browser?.close();
    await site.stop();
  }
}

async function openPage(browser: Browser, url: string, options: OpenOptions = {}): Promise<OpenPage> {
  const { before, ...contextOptions } = options;
  const context = await browser.newContext(contextOptions);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "debug") complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => void complaints.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A stream that the page itself closed, and scripts that a browser without JavaScript does not run.
    if (reason !== "net::ERR_ABORTED" && options.javaScriptEnabled !== false) {
      complaints.push(`failed: ${request.url()} ${reason}`);
    }
  });
  if (before !== undefined) await page.addInitScript(before);
  await page.goto(url);
  return { page, complaints };
}

/** Waits until the page says that it stands with Nexus in this way. */
export async function waitForNexus(page: Page, kind: string): Promise<void> {
  await page.waitForSelector(`[data-nexus="${kind}"]`, { timeout: 60_000 });
}

/** What is read on some part of the page, no-break spaces as blanks. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().innerText()).replaceAll("\u00a0", " ");
}

/** Waits until an expression holds on the page, across loads; without `eval` in the page, which its policy forbids. */
export async function holds(page: Page, expression: string): Promise<void> {
  await eventually(expression, async () => {
    try {
      return await page.evaluate(expression) === true || undefined;
    } catch (error) {
      if (error instanceof Error && /context was destroyed|navigation/i.test(error.message)) return undefined;
      throw error;
    }
  });
}
