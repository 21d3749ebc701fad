import type { AttemptBody } from '../shared/model/attempt.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { BenchStore, ComparisonChoice } from './benchStore.ts';
import { caseTexts } from './caseTexts.ts';
import { renderCsv } from './report/csv.ts';
import { renderHtml } from './report/html.ts';
import type { ReportInput } from './report/input.ts';
import { renderJson } from './report/json.ts';
import { renderJunit } from './report/junit.ts';
import { renderMarkdown } from './report/markdown.ts';

export const reportFormats = ['html', 'md', 'json', 'csv', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A stored run as a report file's text, by the scoring and against the baseline of `choice`. Rejects where there is no such run. */
export async function renderRun(
  format: ReportFormat,
  runId: RunId,
  store: BenchStore,
  choice: ComparisonChoice = {},
): Promise<string> {
  const [scored, comparison] = await Promise.all([store.scoredRun(runId, choice), store.comparison(runId, choice)]);
  if (!scored || !comparison) throw new Error(`There is no run ${runId} in this store.`);
  if (format === 'md') return renderMarkdown(comparison);
  const { attempts, detail } = scored;
  const input: ReportInput = { comparison, attempts, bodies: await bodiesOf(attempts, store) };
  switch (format) {
    case 'html':
      return renderHtml({
        ...input,
        cases: caseTexts(
          detail.suite,
          comparison.matrix.map(({ caseId }) => caseId),
        ),
      });
    case 'json':
      return renderJson(input);
    case 'csv':
      return renderCsv(input);
    case 'junit':
      return renderJunit(input);
  }
}

async function bodiesOf(attempts: ReportInput['attempts'], store: BenchStore): Promise<Map<string, AttemptBody>> {
  const bodies = new Map<string, AttemptBody>();
  for (const { id } of attempts) {
    const body = await store.body(id);
    if (body) bodies.set(id, body);
  }
  return bodies;
}
