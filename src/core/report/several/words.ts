import { listText } from '../../../shared/comparisonText.ts';
import { ratioText, ratioVerdict } from '../../../shared/estimateText.ts';
import { formatCount, formatPlural, formatQuality } from '../../../shared/format.ts';
import type { Estimate, Verdict } from '../../../shared/model/comparison.ts';
import type { RunId } from '../../../shared/model/ids.ts';
import type { ModelInRun, ModelOverRuns, RunChange, RunsComparison, SuitesTable } from '../../../shared/model/runsComparison.ts';
import { runInSentence, runRemark, runTitles } from '../../../shared/runsText.ts';
import { roundingError } from '../../stats/interval.ts';
import { differenceText } from '../verdictText.ts';

type Found = Omit<RunsComparison, 'headline' | 'details'>;

/** A change with whose and in which run. */
interface ChangeOf {
  readonly label: string;
  readonly runId: RunId;
  readonly change: RunChange;
}

/** Names in the headline; the table has all. */
const mostNamed = 3;

/** What got better or worse than in the reference, or that nothing can be told. */
export function headlineOf(found: Found): string {
  const changes = changesOf(found);
  const compared = changes.filter(({ change }) => change.quality);
  const overall = overallText(found.suites);
  if (changes.length === 0) return overall ?? 'Nothing is compared: these runs have no answered question in common.';
  if (compared.length === 0) return 'Quality is not compared: no answer that these runs share was graded.';
  const told = (['worse', 'better'] as const).flatMap((verdict) => sideText(found, compared, verdict) ?? []);
  const against = referenceText(found);
  if (told.length > 0) return `Against ${against}, ${told.join('; ')}.`;
  const one = compared.length === 1 ? 'the one difference' : `none of ${compared.length} differences`;
  const chance = compared.length === 1 ? 'may be chance' : 'is more than chance could make';
  return `No model is shown to be better or worse than in ${against}: ${one} of quality ${chance}.`;
}

function changesOf({ models }: Pick<Found, 'models'>): ChangeOf[] {
  return models.flatMap(({ label, runs }) => runs.flatMap(({ runId, change }) => (change ? [{ label, runId, change }] : [])));
}

/** `demo/x is worse in 2026-11-20 09:30 UTC (−0.120, −0.200 to −0.040)`; `null` where none is. */
function sideText(found: Found, changes: readonly ChangeOf[], verdict: Verdict): string | null {
  const titles = runTitles(found);
  const same = changes.filter(({ change }) => change.quality?.verdict === verdict);
  if (same.length === 0) return null;
  const size = ({ change }: ChangeOf): number => Math.abs(change.quality?.difference.value ?? 0);
  const names = same
    .toSorted((a, b) => size(b) - size(a))
    .map(({ label, runId, change: { quality } }) => {
      const where = found.runs.length > 2 ? ` in ${titles.get(runId)}` : '';
      return `${label}${where}${quality ? ` by ${differenceText(quality)}` : ''}`;
    });
  return `${verdict}: ${listText(names, mostNamed)}`;
}

function referenceText(found: Found): string {
  return runInSentence(found, found.reference);
}

/** Which model leads over all suites, and who is not shown to be behind it. */
function overallText(suites: SuitesTable | null): string | null {
  const [best, ...others] = suites?.models ?? [];
  if (!suites || !best || others.length === 0) return null;
  const rivals = others.filter(({ standing }) => standing?.verdict !== 'worse').map(({ label }) => label);
  const level = [best, ...others.filter(({ overall }) => overall.value >= best.overall.value - roundingError)];
  const mean = `${formatQuality(best.overall.value)} on average over ${formatPlural(suites.suites.length, 'suite')}`;
  if (level.length > 1) return `${listText(level.map(({ label }) => label))} are level: ${mean}.`;
  if (rivals.length === 0) return `${best.label} is the best over these suites: ${mean}, shown to be ahead of every other.`;
  return `${best.label} leads with ${mean}, but is not shown to be ahead of ${listText(rivals)}.`;
}

/** What the headline rests on and what it leaves out; each only where there is something to say. */
export function detailsOf(found: Found): string[] {
  const changes = changesOf(found);
  const overall = overallText(found.suites);
  return [
    ...(overall !== null && changes.length > 0 ? [overall] : []),
    ...basisTexts(found, changes),
    ...ratioTexts(found, changes, 'Cost', ({ costRatio }) => costRatio),
    ...ratioTexts(found, changes, 'Latency', ({ latencyRatio, timedApart }) => (timedApart ? null : latencyRatio)),
    ...timedApartTexts(changes),
    ...notComparedTexts(found, changes),
    ...failureTexts(found),
    ...remarkTexts(found),
  ];
}

/** On how many cases the changes stand. */
function basisTexts({ models, reference }: Found, changes: readonly ChangeOf[]): string[] {
  if (changes.length === 0) return [];
  const compared = models.filter(({ shared }) => shared > 0);
  const counts = compared.map(({ shared }) => shared);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const count = least === most ? formatPlural(most, 'case') : `${formatCount(least)} to ${formatPlural(most, 'case')}`;
  const ofReference = (model: ModelOverRuns) => model.runs.find(({ runId }) => runId === reference);
  const several = compared.some((model) => (ofReference(model)?.answers ?? 0) > model.shared);
  const repeats = several ? ', repeats averaged' : '';
  return [
    `Each model is compared with itself on the ${count} that these runs asked alike and had answered, case by case${repeats}.`,
  ];
}

/** The changes that are shown: those whose interval leaves out 1. */
function ratioTexts(
  found: Found,
  changes: readonly ChangeOf[],
  title: string,
  ratioOf: (change: RunChange) => Estimate | null,
): string[] {
  const titles = runTitles(found);
  const shown = changes.flatMap(({ label, runId, change }) => {
    const ratio = ratioOf(change);
    if (!ratio || !['rose', 'fell'].includes(ratioVerdict(ratio))) return [];
    return [`${label}${found.runs.length > 2 ? ` in ${titles.get(runId)}` : ''} ${ratioText(ratio)}`];
  });
  return shown.length === 0 ? [] : [`${title}: ${listText(shown, mostNamed)}.`];
}

/** `Timed at concurrency 1 and 8: latencies are not comparable (m, n).` The reference's concurrency first. */
function timedApartTexts(changes: readonly ChangeOf[]): string[] {
  const apart = changes.flatMap(({ label, change: { timedApart } }) =>
    timedApart ? [{ label, at: timedApart.join(' and ') }] : [],
  );
  return [...Map.groupBy(apart, ({ at }) => at)].map(([at, same]) => {
    const labels = [...new Set(same.map(({ label }) => label))];
    return `Timed at concurrency ${at}: latencies are not comparable (${listText(labels, mostNamed)}).`;
  });
}

/** Why some stand with figures of their own. */
function notComparedTexts(found: Found, changes: readonly ChangeOf[]): string[] {
  const { models, runs, reference } = found;
  const alone = models.filter((model) => model.runs.every(({ runId }) => runId !== reference));
  const only = models.filter((model) => model.runs.length === 1 && model.runs[0]?.runId === reference);
  const apart = models.filter((model) => !alone.includes(model) && !only.includes(model) && model.runs.some(isApart));
  const names = (some: readonly ModelOverRuns[]): string => listText(some.map(({ label }) => label));
  const suites = new Set(runs.map(({ suitePath }) => suitePath)).size;
  if (changes.length === 0 && suites > 1) {
    return ['Their suites ask different questions, or expect different answers: each run stands with figures of its own.'];
  }
  return [
    ...(apart.length > 0
      ? [`Not compared everywhere, since the questions or expectations differ or had no answer: ${names(apart)}.`]
      : []),
    ...(alone.length > 0 ? [`Not in the reference: ${names(alone)}. Choose another one to compare.`] : []),
    ...(only.length > 0 ? [`Only in the reference: ${names(only)}.`] : []),
  ];
}

function isApart({ basis, change }: ModelInRun): boolean {
  return basis === 'own' && change === null;
}

/** A failed call is no wrong answer, and in no figure: but who reads the figures must know. */
function failureTexts(found: Found): string[] {
  const titles = runTitles(found);
  const failed = found.models.flatMap(({ label, runs }) =>
    runs.flatMap((one) => (one.failed > 0 ? [`${label} ${formatCount(one.failed)} in ${titles.get(one.runId)}`] : [])),
  );
  return failed.length === 0 ? [] : [`Failed samples are in no figure: ${listText(failed)}.`];
}

/** A label that was given to another model is compared as what the suite calls it: who reads must know that it is not one model. */
export function otherModelTexts(refs: ReadonlyMap<string, readonly string[]>): string[] {
  return [...refs].flatMap(([label, all]) =>
    all.length < 2 ? [] : [`“${label}” stands for several models in these runs: ${listText(all)}.`],
  );
}

function remarkTexts(found: Found): string[] {
  const titles = runTitles(found);
  return found.runs.flatMap((run) => {
    const remark = runRemark(run);
    return remark === '' ? [] : [`${titles.get(run.id)}: ${remark}.`];
  });
}
