import { listText } from '../../shared/comparisonText.ts';
import {
  rankingCredits,
  type RankingAnswer,
  type RankingCategory,
  type RankingSource,
  type SourceError,
  type SourceErrorKind,
} from '../../shared/model/rankings.ts';
import { sentences } from '../sentences.ts';
import { l10n } from '../words.ts';

/** What came of asking for rankings, and how it is told. */
export interface RankingOutcome {
  /** Who answered now, and what; the cache is nobody. */
  readonly answered: readonly { readonly source: RankingSource; readonly categories: readonly RankingCategory[] }[];
  /** Of those that were asked in vain, one for each source. */
  readonly failures: readonly SourceFault[];
  /** Of those that could not be asked. */
  readonly notAsked: readonly SourceFault[];
  /** Categories that what was kept before answered. */
  readonly kept: readonly RankingCategory[];
  /** Somebody was to be asked, and nobody gave anything. */
  readonly allFailed: boolean;
}

export interface SourceFault {
  readonly source: RankingSource;
  readonly error: SourceError;
}

/** Nothing was asked for these reasons. */
const unasked: readonly SourceErrorKind[] = ['needs-key', 'not-allowed', 'quota'];

export function outcomeOf(answers: readonly RankingAnswer[]): RankingOutcome {
  const answered = Map.groupBy(
    answers.filter(({ source }) => source !== null && source !== 'cache'),
    ({ source }) => source,
  );
  const faults = new Map<RankingSource, SourceFault>();
  for (const fault of answers.flatMap(({ errors }) => errors)) {
    const { source, error } = fault;
    // Who has no ranking of one category has not failed, and the cache is asked by nobody but us.
    if (error.kind === 'no-index' || source === 'cache' || answered.has(source) || faults.has(source)) continue;
    faults.set(source, fault);
  }
  const isUnasked = ({ error: { kind } }: SourceFault) => unasked.includes(kind);
  const all = [...faults.values()];
  const failures = all.filter((fault) => !isUnasked(fault));
  const served = answers.some(({ source, errors }) => source === 'cache' && errors.length === 0);
  return {
    answered: [...answered].flatMap(([source, of]) =>
      source === null ? [] : [{ source, categories: of.map(({ category }) => category) }],
    ),
    failures,
    notAsked: all.filter(isUnasked),
    kept: answers.filter(({ source }) => source === 'cache').map(({ category }) => category),
    allFailed: answered.size === 0 && !served && all.length > 0,
  };
}

/** What to offer first. */
export type FirstStep = 'set-key' | 'retry' | 'settings';

/** Boards that ask for a key; another source that refuses one means that of a provider, or none. */
const keyed: readonly RankingSource[] = ['artificial-analysis', 'llm-stats'];

const retryKinds: readonly SourceErrorKind[] = ['network', 'timeout', 'stall', 'server', 'overloaded', 'other'];

export function firstStep({ failures, notAsked }: Pick<RankingOutcome, 'failures' | 'notAsked'>): FirstStep | null {
  const has = (faults: readonly SourceFault[], ...kinds: readonly SourceErrorKind[]) =>
    faults.some(({ error: { kind } }) => kinds.includes(kind));
  const ofKeyed = failures.filter(({ source }) => keyed.includes(source));
  if (has(ofKeyed, 'authentication', 'permission')) return 'set-key';
  if (has(failures, ...retryKinds)) return 'retry';
  if (has(failures, 'bad-request', 'malformed-response', 'gone')) return 'settings';
  if (has(notAsked, 'needs-key')) return 'set-key';
  return notAsked.some(({ source, error }) => source !== 'minimal-test' && error.kind === 'not-allowed') ? 'settings' : null;
}

/** The same failure again: by who failed and how, not by words that hold a time. */
export function failureMark({ failures, notAsked }: Pick<RankingOutcome, 'failures' | 'notAsked'>): string {
  return [...failures, ...notAsked].map(({ source, error }) => `${source} ${error.kind}`).join(', ');
}

/** `Artificial Analysis`, `Kept rankings`. */
export function sourceTitle(source: RankingSource): string {
  if (source === 'cache') return l10n.t('Kept rankings');
  return source === 'minimal-test' ? l10n.t('Minimal test') : rankingCredits[source].name;
}

/** Who ranks what now, who failed, and who was not asked for want of a key. */
export function refreshedText({ answered, failures, notAsked, kept }: RankingOutcome): string {
  if (answered.length === 0) return keptText(kept);
  const given = answered.map(({ source, categories }) =>
    l10n.t('{0} ranks {1}.', sourceTitle(source), listText(categories, categories.length)),
  );
  return [...given, ...failures.map(faultText), ...keysMissing(notAsked)].join(' ');
}

/** Nobody was asked: another window has just done so, or only the kept rankings were wanted. */
function keptText(kept: readonly RankingCategory[]): string {
  return kept.length === 0
    ? l10n.t('No rankings are kept yet. Refresh them to ask the boards.')
    : l10n.t('What is kept ranks {0}. Nobody had to be asked.', listText(kept, kept.length));
}

/** Why nobody answered, and what is shown now. */
export function allFailedText(outcome: RankingOutcome): string {
  const { failures, notAsked, kept } = outcome;
  const waiting = notAsked.filter(({ error }) => error.kind === 'quota').map(faultText);
  const what = failures.length === 0 ? l10n.t('No board could be asked for rankings.') : l10n.t('No board gave rankings.');
  const left = kept.length > 0 ? l10n.t('What was kept stays in use.') : l10n.t('Nothing is kept.');
  return [what, ...failures.map(faultText), ...waiting, ...keysMissing(notAsked), left].join(' ');
}

/** Why one source gave nothing, and what to do; its name is in it. */
export function faultText({ source, error: { message, advice } }: SourceFault): string {
  const text = sentences(message, advice);
  const title = sourceTitle(source);
  return text.includes(title) ? text : l10n.t('{0}: {1}', title, text);
}

function keysMissing(notAsked: readonly SourceFault[]): string[] {
  const names = notAsked.filter(({ error }) => error.kind === 'needs-key').map(({ source }) => sourceTitle(source));
  if (names.length === 0) return [];
  return [
    names.length === 1
      ? l10n.t('{0} was not asked: its key is not set.', names.join(''))
      : l10n.t('{0} were not asked: their keys are not set.', names.join(', ')),
  ];
}
