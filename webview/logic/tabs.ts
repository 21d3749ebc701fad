import type { Comparison } from '../../src/shared/model/comparison.ts';
import type { PanelSection } from '../../src/shared/protocol/panel.ts';

export interface Tab {
  readonly id: PanelSection;
  readonly title: string;
}

type Presence = Tab & { readonly present: (comparison: Comparison) => boolean };

/** What goes on first; then what the answer rests on, from the figures to the single cases. */
const tabs: readonly Presence[] = [
  { id: 'live', title: 'Live', present: ({ status }) => status === 'running' },
  { id: 'evidence', title: 'Evidence', present: () => true },
  { id: 'charts', title: 'Charts', present: ({ candidates }) => candidates.some(({ ok }) => ok > 0) },
  { id: 'answers', title: 'Answers', present: () => true },
  { id: 'history', title: 'Over time', present: () => true },
];

/** The tabs that there is something for; never empty. An exported report does not know the other runs of its suite. */
export function tabsOf(comparison: Comparison, isExported: boolean): Tab[] {
  const has = ({ id, present }: Presence) => present(comparison) && !(isExported && id === 'history');
  return tabs.filter(has).map(({ id, title }) => ({ id, title }));
}

/** The one to show: as the user chose, as long as it is there; else what goes on, or the evidence. */
export function shownTab(chosen: PanelSection | null, present: readonly Tab[]): PanelSection {
  const found = present.find(({ id }) => id === chosen) ?? present[0];
  return found?.id ?? 'evidence';
}

/** Where a key leads in the row of tabs, round both ends; `null` for keys that do not move. */
export function tabAfter(current: PanelSection, key: string, present: readonly Tab[]): PanelSection | null {
  const at = present.findIndex(({ id }) => id === current);
  const target = new Map([
    ['ArrowRight', at + 1],
    ['ArrowLeft', at - 1],
    ['Home', 0],
    ['End', -1],
  ]).get(key);
  return target === undefined ? null : (present.at(target % present.length)?.id ?? null);
}
