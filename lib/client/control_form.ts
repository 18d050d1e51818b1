import type { Order } from "./control_words.ts";

/**
 * What a form orders. `what` is the value of the button that sent it, `text` gives its fields without blanks around; a field that is not there
 * is empty. The same for the browser and, where there is no JavaScript, for the server.
 */
export function orderOfForm(what: string, text: (name: string) => string): Order {
  if (what.startsWith("named:")) return { action: "named", name: what.slice("named:".length) };
  if (what.startsWith("favorite:")) return { action: "connect", target: what.slice("favorite:".length) };
  switch (what) {
    case "disconnect":
      return { action: "disconnect", target: text("target") };
    case "disconnect_all":
    case "reconnect":
      return { action: what };
    case "dtmf":
      return { action: "dtmf", digits: text("digits").toUpperCase() };
    default:
      return connectOf(text);
  }
}

/** The enter key sends the form without a button; digits without a target are then meant to be dialled. */
function connectOf(text: (name: string) => string): Order {
  const [mode, target, digits] = [text("mode"), text("target"), text("digits")];
  if (target === "" && digits !== "") return { action: "dtmf", digits: digits.toUpperCase() };
  return {
    action: mode === "monitor" || mode === "local_monitor" ? mode : "connect",
    target,
    ...(text("permanent") === "yes" ? { permanent: true } : {}),
    ...(text("disconnect_first") === "yes" ? { disconnect_first: true } : {}),
  };
}
