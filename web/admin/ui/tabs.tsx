// Tabs, by the pattern of the ARIA Authoring Practices. Arrow keys move between the tabs and show
// each.

import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly count?: string;
  readonly panel: () => JSX.Element;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
}

export function Tabs({ label, tabs }: Props): JSX.Element {
  const [selectedId, setSelectedId] = useState(tabs[0]?.id);
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const id = useId();
  const selected = tabs.find((tab) => tab.id === selectedId) ?? tabs[0];
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = tabs.findIndex((tab) => tab.id === selected?.id);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    const next = target === undefined ? undefined : tabs.at(target % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    setSelectedId(next.id);
    buttons.current.get(next.id)?.focus();
  };
  return (
    <>
      <div role="tablist" class="tabs" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            aria-controls={`${id}-panel`}
            aria-selected={tab.id === selected?.id}
            tabIndex={tab.id === selected?.id ? 0 : -1}
            ref={(button) => {
              if (button !== null) buttons.current.set(tab.id, button);
            }}
            onClick={() => setSelectedId(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && <span class="count"> {tab.count}</span>}
          </button>
        ))}
      </div>
      {selected !== undefined && (
        <div
          key={selected.id}
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-${selected.id}`}
          class="tab-panel"
        >
          {selected.panel()}
        </div>
      )}
    </>
  );
}
