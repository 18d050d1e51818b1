import { Component } from "preact";

/** A component that renders anew only when one of its props is another object or value than before. */
export abstract class Pure<Props extends object> extends Component<Props> {
  override shouldComponentUpdate(next: Readonly<Props>): boolean {
    const before = new Map(Object.entries(this.props));
    return Object.entries(next).some(([name, value]) => before.get(name) !== value);
  }
}
