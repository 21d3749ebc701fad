import type { AnswerView } from '../../core/benchStore.ts';
import { formatQuality } from '../../shared/format.ts';
import type { Score } from '../../shared/model/attempt.ts';
import { l10n } from '../words.ts';

/** What a person must know to agree with the scores of an answer, or not: each with its reason, the question, and the answer. Markdown. */
export function scoresText({ record, answer, candidate, caseName, runName, question, scoring }: AnswerView): string {
  const { quality, scores } = record;
  return [
    `# ${oneLine(candidate)} · ${oneLine(caseName)}`,
    l10n.t(
      'Quality {0}, in “{1}”{2}',
      formatQuality(quality),
      oneLine(runName),
      scoring?.trigger === 'rescore' ? l10n.t(', re-scored by {0}', oneLine(scoring.source)) : '',
    ),
    '## Scores',
    scores.length === 0
      ? l10n.t('Not scored: nothing is expected of this answer, or it is still to be graded.')
      : scores.map(scoreText).join('\n'),
    '## Question',
    question ?? l10n.t('The run does not say what was asked.'),
    '## Answer',
    answer === '' ? '(empty)' : answer,
    '',
  ].join('\n\n');
}

/** `- ✗ 0.00 contains "30 days": not found`; several judges have a line each. */
function scoreText({ name, value, passed, weight, reason, judgements = [] }: Score): string {
  const mark = passed === null ? '?' : passed ? '✓' : '✗';
  const share = weight === 1 ? '' : l10n.t(', weight {0}', weight);
  const judges = judgements.length < 2 ? [] : judgements;
  return [
    `- ${mark} ${valueText(value)} ${oneLine(name)}${share}: ${oneLine(reason)}`,
    ...judges.map((one) => `  - ${valueText(one.value)} ${oneLine(one.judge)}: ${oneLine(one.reason)}`),
  ].join('\n');
}

/** A failure is no score. */
function valueText(value: number | null): string {
  return value === null ? 'failed' : formatQuality(value);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
