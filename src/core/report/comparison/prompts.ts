import type { CandidateSummary, Estimate, PromptBreakdown } from '../../../shared/model/comparison.ts';
import type { ClusteredSample } from '../../stats/interval.ts';
import { levelShifts } from '../../stats/levels.ts';
import { meanEstimate, unitMeanEstimate } from '../../stats/mean.ts';
import { pairedDifference, type CaseFigures, type PairedDifference } from '../../stats/paired.ts';
import { percentile, sortSample } from '../../stats/percentile.ts';
import { modelLabel } from './candidateModel.ts';
import type { FiguresByCase, FiguresById } from './figuresByCase.ts';
import { againstLeader } from './contests.ts';
import type { CandidateGroup } from './group.ts';
import { costOf, highestQuality } from './picks.ts';

interface Member {
  readonly model: string;
  readonly summary: CandidateSummary;
  readonly figures: FiguresByCase;
}

interface Variant {
  readonly promptId: string;
  readonly members: readonly Member[];
  readonly quality: Estimate | null;
  readonly costPerSample: Estimate | null;
}

/** Which wording works better, over all models; empty where there is one wording. */
export function promptsOf(
  groups: readonly CandidateGroup[],
  summaries: readonly CandidateSummary[],
  figures: FiguresById,
): PromptBreakdown[] {
  if (new Set(summaries.map(({ promptId }) => promptId)).size < 2) return [];
  const variants = variantsOf(summaries, figures);
  // Every variant has the same models, in the same order.
  const shifts = levelShifts(variants.map(({ members }) => members.flatMap((member) => member.figures.quality)));
  const best = highestQuality(variants, (variant) => {
    const { quality, costPerSample } = variant;
    const level = quality && quality.value + (shifts[variants.indexOf(variant)] ?? 0);
    return { quality: level, cost: costPerSample?.value ?? null, cases: quality?.clusters ?? 0 };
  });
  const against = best && againstLeader(best, variants, (a, b) => pairedOverModels(a.members, b.members));
  return variants.map((variant) => ({
    promptId: variant.promptId,
    quality: variant.quality,
    costPerSample: variant.costPerSample,
    latencyP50: medianLatency(groups.filter(({ candidate }) => candidate.promptId === variant.promptId)),
    verdict: against?.get(variant)?.verdict ?? null,
    difference: against?.get(variant)?.paired.difference ?? null,
  }));
}

function variantsOf(summaries: readonly CandidateSummary[], figures: FiguresById): Variant[] {
  const members = summaries.flatMap((summary) => {
    const own = figures.get(summary.id);
    return own ? [{ model: modelLabel(summary), summary, figures: own }] : [];
  });
  return [...Map.groupBy(members, ({ summary }) => summary.promptId)].map(([promptId, members]) => ({
    promptId,
    members,
    quality: unitMeanEstimate(pooled(members, (m) => m.figures.quality)),
    costPerSample: members.some(({ summary }) => summary.ok > 0 && costOf(summary) === null)
      ? null
      : meanEstimate(
          pooled(members, (m) => m.figures.cost),
          0,
        ),
  }));
}

/** Every model's figure of every case, clustered by case. */
function pooled(members: readonly Member[], values: (member: Member) => CaseFigures): ClusteredSample {
  const known = members.flatMap((member) =>
    values(member).flatMap((value, cluster) => (value === null ? [] : [{ value, cluster }])),
  );
  return { values: known.map(({ value }) => value), clusters: known.map(({ cluster }) => cluster) };
}

/** In each case over the models that have a quality under both wordings: one that failed under one of them tells nothing of it. */
function pairedOverModels(a: readonly Member[], b: readonly Member[]): PairedDifference | null {
  const cases = a[0]?.figures.quality.length ?? 0;
  const counts = new Uint32Array(cases);
  const [own, other] = [new Float64Array(cases), new Float64Array(cases)];
  for (const { model, figures } of a) {
    const twin = b.find((member) => member.model === model)?.figures.quality ?? [];
    for (const [i, x] of figures.quality.entries()) {
      const y = twin[i] ?? null;
      if (x === null || y === null) continue;
      counts[i] = (counts[i] ?? 0) + 1;
      own[i] = (own[i] ?? 0) + x;
      other[i] = (other[i] ?? 0) + y;
    }
  }
  const means = (sums: Float64Array): CaseFigures => Array.from(sums, (sum, i) => (counts[i] ? sum / (counts[i] ?? 1) : null));
  return pairedDifference(means(own), means(other));
}

function medianLatency(groups: readonly CandidateGroup[]): number | null {
  const answered = groups.flatMap(({ outcomes }) => outcomes.filter(({ record }) => record.status === 'ok'));
  const sorted = sortSample(answered.flatMap(({ record }) => record.timing.e2eMs ?? []));
  return sorted && percentile(sorted, 0.5);
}
