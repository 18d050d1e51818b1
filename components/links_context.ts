import { createContext } from "preact";
import { LinkChoice } from "../lib/client/mod.ts";

/** Every link, in the page's own order; nobody changes it. */
export const ALL_LINKS = new LinkChoice();

/** The viewer's choice of links and their order, for every part of the page. */
export const LinkChoiceContext = createContext(ALL_LINKS);
