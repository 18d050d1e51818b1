import { Component } from "preact";

/**
 * A component that renders anew only when one of its props is another object or value than before, or when a signal that it
 * read has changed.
 */
export abstract class Pure<Props extends object> extends Component<Props> {
  override shouldComponentUpdate(next: Readonly<Props>, nextState: Readonly<object>): boolean {
    // A signal asks for a rendering by a state that is new.
    if (nextState !== this.state) return true;
    // Asked for every row at every change: nothing is made for it.
    for (const name in next) if (next[name] !== this.props[name]) return true;
    return false;
  }
}
