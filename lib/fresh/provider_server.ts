import { Component, type ComponentChildren, type ComponentType } from "preact";
import type { ElementProps } from "./render_state.ts";

// `__l` is the published (mangled) name of what Preact knows a provider by, `__c` that of its context.
interface ContextType {
  readonly __l?: unknown;
  readonly __c: string;
}

const providers = new WeakMap<ComponentType, ComponentType<ElementProps>>();

/**
 * What provides a context on the server, for Preact's own provider; `null` for everything else. Nobody there waits for another
 * value, and Preact's keeps a function for each that may: V8 takes those for some that stay, and keeps with them the whole page.
 */
export function providerOf(type: ComponentType): ComponentType<ElementProps> | null {
  const context = type as ComponentType & ContextType;
  if (context.__l !== type) return null;
  let provider = providers.get(type);
  if (provider === undefined) providers.set(type, provider = serverProvider(context.__c));
  return provider;
}

function serverProvider(name: string): ComponentType<ElementProps> {
  return class ServerProvider extends Component<ElementProps> {
    readonly #below = { [name]: this };

    /** What those below find it by. */
    override getChildContext(): object {
      return this.#below;
    }

    /** Is told who wants to know of another value: there will be none. */
    sub(): void {}

    override render(): ComponentChildren {
      return this.props.children as ComponentChildren;
    }
  };
}
