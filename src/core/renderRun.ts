import type { AttemptBody } from '../shared/model/attempt.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { BenchStore } from './benchStore.ts';
import { caseTexts } from './caseTexts.ts';
import { renderCsv } from './report/csv.ts';
import { renderHtml } from './report/html.ts';
import type { ReportInput } from './report/input.ts';
import { renderJson } from './report/json.ts';
import { renderJunit } from './report/junit.ts';
import { renderMarkdown } from './report/markdown.ts';

export const reportFormats = ['html', 'md', 'json', 'csv', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A stored run as a report file's text. Rejects where there is no such run. */
export async function renderRun(format: ReportFormat, runId: RunId, store: BenchStore): Promise<string> {
  const [found, comparison] = await Promise.all([store.run(runId), store.comparison(runId)]);
  if (!found || !comparison) throw new Error(`There is no run ${runId} in this store.`);
  if (format === 'md') return renderMarkdown(comparison);
  const attempts = await store.attempts(runId);
  const input: ReportInput = { comparison, attempts, bodies: await bodiesOf(attempts, store) };
  switch (format) {
    case 'html':
      return renderHtml({
        ...input,
        cases: caseTexts(
          found.detail.suite,
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
