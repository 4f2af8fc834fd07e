// Renders a component again only when one of its props changes: React's `memo` without the
// compatibility package.

import { Component, type FunctionComponent, type VNode } from 'preact';

export function memo<Props extends object>(
  Inner: FunctionComponent<Props>,
): new (props: Props) => Component<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const before: Props = this.props;
      return Object.keys(next).some(
        (key) => next[key as keyof Props] !== before[key as keyof Props],
      );
    }

    override render(): VNode {
      return <Inner {...this.props} />;
    }
  };
}
