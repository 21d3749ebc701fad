import type { ScoredRun } from '../../core/benchStore.ts';
import { renderTemplate } from '../../core/suite/template.ts';
import { formatQuality } from '../../shared/format.ts';
import type { AttemptRecord, Score } from '../../shared/model/attempt.ts';

/** What a person must know to agree with the scores of an answer, or not: each with its reason, the question, and the answer. Markdown. */
export function scoresText(record: AttemptRecord, answer: string, { detail, run, scoring }: ScoredRun): string {
  const { caseId, candidateId, quality, scores } = record;
  const by = scoring.all.find(({ id }) => id === scoring.active);
  const asked = questionOf(record, detail.suite);
  return [
    `# ${oneLine(candidateId)} · ${oneLine(detail.suite.cases.find(({ id }) => id === caseId)?.name ?? caseId)}`,
    `Quality ${formatQuality(quality)}, in “${oneLine(run.name)}”${by?.trigger === 'rescore' ? `, re-scored by ${oneLine(by.source)}` : ''}`,
    '## Scores',
    scores.length === 0
      ? 'Not scored: nothing is expected of this answer, or it is still to be graded.'
      : scores.map(scoreText).join('\n'),
    '## Question',
    asked ?? 'The run does not say what was asked.',
    '## Answer',
    answer === '' ? '(empty)' : answer,
    '',
  ].join('\n\n');
}

function questionOf({ promptId, caseId }: AttemptRecord, { prompts, cases }: ScoredRun['detail']['suite']): string | null {
  const prompt = prompts.find(({ id }) => id === promptId);
  const vars = cases.find(({ id }) => id === caseId)?.vars;
  if (!prompt || !vars) return null;
  const system = prompt.system === undefined ? [] : [renderTemplate(prompt.system, vars)];
  return [...system, renderTemplate(prompt.template, vars)].join('\n\n');
}

/** `- ✗ 0.00 contains "30 days": not found`; several judges have a line each. */
function scoreText({ name, value, passed, weight, reason, judgements = [] }: Score): string {
  const mark = passed === null ? '?' : passed ? '✓' : '✗';
  const share = weight === 1 ? '' : `, weight ${weight}`;
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
