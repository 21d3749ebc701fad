import { formatCost, formatPlural, formatQuality } from '../../shared/format.ts';
import { escapeMarkdown, table } from '../report/markdown.ts';
import type { RunListItem } from '../store/spec.ts';
import { bounded, figure, fitting, shortName } from './bounds.ts';
import { findSuite, noRuns } from './find.ts';
import type { ToolInput } from './inputs.ts';

import type { AgentAnswer, AgentDesk, AgentStore } from './spec.ts';
import { ranSuites } from './ranSuites.ts';
import { runTitle } from './runTitle.ts';

const usualLimit = 10;
const mostModels = 12;

/** Stored runs, the newest first. */
export async function listResults(
  { suite, limit = usualLimit }: ToolInput<'list_results'>,
  desk: AgentDesk,
): Promise<AgentAnswer> {
  const store = await desk.store();
  const items = store ? await wanted(suite, limit, store) : [];
  if (items.length === 0) return { text: noRuns, data: { runs: [] } };
  const runs = fitting(items.map(listed));
  const rows = items
    .slice(0, runs.length)
    .map((item) => [
      `\`${item.run.id.slice(0, 8)}\``,
      escapeMarkdown(runTitle(item.run)),
      item.run.startedAt.slice(0, 16).replace('T', ' '),
      item.run.status,
      `${item.samplesDone}/${item.run.plannedSamples}`,
      String(item.failed),
      formatQuality(item.meanQuality),
      costText(item),
    ]);
  const text = table(['Run', 'Suite', 'Started (UTC)', 'Status', 'Samples', 'Failed', 'Mean quality', 'Cost'], rows);
  return { text: bounded(`${text}\n\n${formatPlural(runs.length, 'run')}, the newest first.`), data: { runs } };
}

async function wanted(suite: string | undefined, limit: number, store: AgentStore): Promise<readonly RunListItem[]> {
  if (suite === undefined) return store.listRuns({ limit });
  const { path } = findSuite(suite, await ranSuites(store));
  return store.listRuns({ suitePath: path, limit });
}

function listed({ run, samplesDone, failed, costUsd, knownCostUsd, meanQuality, models }: RunListItem) {
  return {
    id: run.id,
    name: shortName(run.name),
    suite: shortName(run.suiteName),
    suitePath: run.suitePath,
    part: run.part ?? null,
    startedAt: run.startedAt,
    status: run.status,
    triggeredBy: run.triggeredBy,
    models: models.slice(0, mostModels).map((model) => shortName(model)),
    modelCount: models.length,
    samples: { done: samplesDone, planned: run.plannedSamples, failed },
    meanQuality: figure(meanQuality),
    costUsd: figure(costUsd),
    knownCostUsd: figure(knownCostUsd),
  };
}

function costText({ costUsd, knownCostUsd }: RunListItem): string {
  return formatCost({ totalUsd: costUsd, knownUsd: knownCostUsd, unknownCalls: 0, estimated: false });
}
