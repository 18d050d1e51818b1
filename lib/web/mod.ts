/**
 * @module lib/web: joins the app of `main.ts` with its generated routes and islands and with what was built for the
 * browser, as the generated entry of Fresh does.
 */
import { type App, HttpError } from "fresh";
import {
  type Assets,
  EMPTY_MANIFEST,
  ProdBuildCache,
  setBuildCache,
  setErrorInterceptor,
  snapshotOf,
} from "fresh/internal";
import { loadAssets } from "./assets.ts";
import { fsRoutes, islands } from "./fresh.gen.ts";

/**
 * Gives `app` its file routes, islands and files. It has to be the app whose `handler()` is called, not one mounted in
 * it. `onError` is told what handlers and pages throw, except the `HttpError`s below 500 that are their way to refuse
 * a request. Errors: throws when there is no build, telling how to make it.
 */
export function attachWeb<State>(app: App<State>, onError: (error: unknown) => void): App<State> {
  return attach(app, loadAssets(), onError);
}

/** As `attachWeb`, but without files, so that it needs no build: islands stay as the server rendered them. */
export function attachRoutes<State>(app: App<State>, onError: (error: unknown) => void): App<State> {
  const read = () => Promise.reject(new Error("read a file, none are attached"));
  return attach(app, { root: ".", manifest: EMPTY_MANIFEST, read }, onError);
}

function attach<State>(app: App<State>, assets: Assets, onError: (error: unknown) => void): App<State> {
  const snapshot = snapshotOf<State>({ islands, fsRoutes }, assets.manifest);
  setBuildCache(app, new ProdBuildCache(assets.root, snapshot, assets.read), "production");
  setErrorInterceptor(app, (error) => {
    if (!isAnswer(error)) onError(error);
  });
  return app;
}

function isAnswer(error: unknown): boolean {
  return error instanceof HttpError && error.status < 500;
}
