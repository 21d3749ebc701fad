import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { PanelSection } from '../../src/shared/protocol/panel.ts';
import { tabAfter, type Tab } from '../logic/tabs.ts';
import { usePanel } from './context.ts';

interface TabsProps {
  readonly tabs: readonly Tab[];
  readonly shown: PanelSection;
  /** The panel was opened for the tab that is shown. */
  readonly arriving: boolean;
  readonly children: ComponentChildren;
}

/** The parts of the panel, one at a time, after the ARIA tabs pattern: one tab stop, arrow keys choose. Stays on top while the page scrolls. */
export function Tabs({ tabs, shown, arriving, children }: TabsProps) {
  const { dispatch } = usePanel();
  const list = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useTurn(shown, list, panel);
  useEffect(() => {
    if (!arriving) return;
    panel.current?.scrollIntoView();
    panel.current?.focus({ preventScroll: true });
    dispatch({ type: 'tab-reached' });
  }, [arriving, dispatch]);

  const choose = (tab: PanelSection) => dispatch({ type: 'prefs-changed', prefs: { tab } });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = tabAfter(shown, event.key, tabs);
    if (target === null) return;
    event.preventDefault();
    list.current?.querySelector<HTMLElement>(`#${target}-tab`)?.focus();
    choose(target);
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Parts of the comparison" ref={list} onKeyDown={onKeyDown}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            id={`${id}-tab`}
            type="button"
            role="tab"
            aria-selected={id === shown}
            aria-controls={id === shown ? `${id}-panel` : undefined}
            tabIndex={id === shown ? 0 : -1}
            onClick={() => choose(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div id={`${shown}-panel`} class="tab-panel" role="tabpanel" aria-labelledby={`${shown}-tab`} tabIndex={-1} ref={panel}>
        {children}
      </div>
    </>
  );
}

/** Another tab begins at its top, where the page was scrolled into the one before; it takes the focus where that went with the other. */
function useTurn(
  shown: PanelSection,
  list: { readonly current: HTMLElement | null },
  panel: { readonly current: HTMLElement | null },
): void {
  const before = useRef(shown);
  const turned = before.current !== shown;
  // Asked while the page still is what it was.
  const hadFocus = turned && [list, panel].some(({ current }) => current?.contains(document.activeElement));
  useLayoutEffect(() => {
    if (!turned) return;
    before.current = shown;
    if (list.current && list.current.getBoundingClientRect().top <= 0) panel.current?.scrollIntoView();
    if (hadFocus && document.activeElement === document.body) {
      list.current?.querySelector<HTMLElement>(`#${shown}-tab`)?.focus({ preventScroll: true });
    }
  });
}
