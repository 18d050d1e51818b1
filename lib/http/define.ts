import { createDefine, type Define } from "fresh";
import type { State } from "./services.ts";

/** Types handlers, middlewares and pages with this project's state. */
export const define: Define<State> = createDefine<State>();
