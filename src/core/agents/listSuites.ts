import { formatPlural, formatQuality } from '../../shared/format.ts';
import { escapeMarkdown, table } from '../report/markdown.ts';
import { partText } from '../../shared/partText.ts';
import type { RunPart } from '../../shared/model/selection.ts';
import type { RunListItem } from '../store/spec.ts';
import { bounded, figure, fitting, shortName } from './bounds.ts';
import type { AgentAnswer, AgentDesk, AgentStore, AgentSuite } from './spec.ts';

const mostModels = 12;

interface ListedSuite {
  readonly path: string;
  readonly name: string;
  readonly description: string | null;
  readonly runnable: boolean;
  readonly problems: readonly string[];
  readonly models: readonly string[];
  readonly modelCount: number;
  readonly cases: number | null;
  readonly repeats: number | null;
  readonly lastRun: {
    readonly id: string;
    readonly startedAt: string;
    readonly status: string;
    /** Its figures are of that much of the suite; `null`: of all of it. */
    readonly part: RunPart | null;
    readonly meanQuality: number | null;
  } | null;
}

/** The suites that can be run, and how each went last. */
export async function listSuites(desk: AgentDesk): Promise<AgentAnswer> {
  const [suites, store] = [await desk.suites(), await desk.store()];
  const all = await Promise.all(suites.map(async (suite) => listed(suite, await lastRun(suite.path, store))));
  const shown = fitting(all);
  if (all.length === 0) return { text: noSuites, data: { suites: [], left: 0 } };
  const rows = shown.map((suite) => [
    escapeMarkdown(shortName(suite.name)),
    `\`${shortName(suite.path, 200).replaceAll('`', '')}\``,
    suite.runnable ? String(suite.modelCount) : 'has errors',
    String(suite.cases ?? ''),
    lastText(suite),
  ]);
  const left = all.length - shown.length;
  const note = left > 0 ? `\n\nAnd ${formatPlural(left, 'more suite')}.` : '';
  const text = `${table(['Suite', 'Path', 'Models', 'Cases', 'Newest run'], rows)}${note}${faults(shown)}`;
  return { text: bounded(text), data: { suites: shown, left } };
}

const noSuites = 'There is no suite here. A suite is a file like my.bench.yaml that names models, a prompt and cases.';

async function lastRun(path: string, store: AgentStore | null): Promise<RunListItem | null> {
  const runs = await store?.listRuns({ suitePath: path, limit: 1 });
  return runs?.[0] ?? null;
}

function listed({ path, name, head, problems }: AgentSuite, last: RunListItem | null): ListedSuite {
  return {
    path,
    name: shortName(name),
    description: head?.description ? shortName(head.description, 200) : null,
    runnable: head !== null,
    problems: problems.slice(0, 3).map((problem) => shortName(problem, 200)),
    models: (head?.models ?? []).slice(0, mostModels).map(({ label }) => shortName(label)),
    modelCount: head?.models.length ?? 0,
    cases: head?.caseCount ?? null,
    repeats: head?.repeats ?? null,
    lastRun: last && {
      id: last.run.id,
      startedAt: last.run.startedAt,
      status: last.run.status,
      part: last.run.part ?? null,
      meanQuality: figure(last.meanQuality),
    },
  };
}

function lastText({ lastRun }: ListedSuite): string {
  if (lastRun === null) return 'never run';
  const { startedAt, status, part, meanQuality } = lastRun;
  const took = part === null ? '' : `${partText(part)}, `;
  return `${startedAt.slice(0, 10)}, ${status}, ${took}mean quality ${formatQuality(meanQuality)}`;
}

function faults(suites: readonly ListedSuite[]): string {
  const faulty = suites.filter(({ runnable }) => !runnable).slice(0, 5);
  return faulty.map(({ name, problems }) => `\n\n${escapeMarkdown(`${name}: ${problems[0] ?? 'has errors'}`)}`).join('');
}
