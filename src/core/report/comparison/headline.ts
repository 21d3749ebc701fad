import { isSavingShown, shareInterval, shareText } from '../../../shared/estimateText.ts';
import { formatMs, formatPlural, formatSampleCost, isCostOpen } from '../../../shared/format.ts';
import type {
  CandidateSummary,
  Estimate,
  JudgingSummary,
  Marked,
  MoreData,
  PairwiseResult,
  ScoringView,
} from '../../../shared/model/comparison.ts';
import { roundingError } from '../../stats/interval.ts';
import type { Choice } from './choose.ts';
import type { CandidateGroup } from './group.ts';
import type { Levels } from './levels.ts';
import type { Pair } from './pairs.ts';
import { least } from './picks.ts';
import { moreDataFor } from './settle.ts';
import { differenceText, listed, moreDataText, qualityText } from './wording.ts';

export interface Findings {
  readonly groups: readonly CandidateGroup[];
  readonly summaries: readonly CandidateSummary[];
  readonly levels: Levels;
  /** Those against the best. */
  readonly pairs: readonly Pair[];
  readonly choice: Choice;
  readonly margin: number;
  /** The suite expects something of at least one answer. */
  readonly judged: boolean;
  readonly scoring: ScoringView;
  readonly judging: JudgingSummary | null;
}

/** The answer in one sentence. */
export interface Headline {
  readonly text: string;
  /** The pair that it speaks of, where it speaks of one. */
  readonly pair: Pair | null;
  /** What would settle it, where it leaves something open. */
  readonly moreData: MoreData | null;
  readonly marked: Marked | null;
}

/** What to choose, claiming no more than the intervals allow. */
export function headlineOf(findings: Findings): Headline {
  const { summaries, choice } = findings;
  const answered = summaries.filter((s) => s.ok > 0);
  if (summaries.every((s) => s.ok + s.failed === 0)) return alone('There are no results yet.');
  if (answered.length === 0) return alone('Every call failed: there is nothing to compare.');
  const [only] = answered;
  if (only && answered.length === 1) {
    const name = summaries.length === 1 ? only.label : `Only ${only.label} has answers`;
    return alone(`${name}: ${figures(only)}${failureClause(only)}.`);
  }
  if (choice.best?.quality?.value === 0) {
    return alone('No answer met what its case expects: look at the answers, and at the expectations.');
  }
  return choice.best ? withQuality(findings, choice.best) : alone(withoutQuality(findings));
}

function alone(text: string): Headline {
  return { text, pair: null, moreData: null, marked: null };
}

function withQuality(findings: Findings, best: CandidateSummary): Headline {
  const { choice, pairs } = findings;
  const substitute = pairs.find(({ result }) => result.a === choice.cheapestAsGood?.id);
  if (substitute && choice.cheapestAsGood) {
    const text = asGoodText(findings, substitute, choice.cheapestAsGood, best);
    return { text, pair: substitute, moreData: null, marked: { id: choice.cheapestAsGood.id, as: 'recommended' } };
  }
  const open = openRival(findings, best);
  if (open) {
    const moreData = moreDataFor(open.pair, findings.groups, findings.margin);
    const text = cannotTellText(open.pair.result, moreData, open.rival, best);
    return { text, pair: open.pair, moreData, marked: highest(best, levelWith(findings)) };
  }
  return bestText(findings, best);
}

function highest({ id }: CandidateSummary, level: readonly CandidateSummary[]): Marked | null {
  return level.length === 0 ? { id, as: 'highest' } : null;
}

/** Case by case: means over different cases may agree by chance, and differ by the cases alone. */
function levelWith({ pairs, summaries }: Pick<Findings, 'pairs' | 'summaries'>): readonly CandidateSummary[] {
  const level = new Set(pairs.filter(isLevel).map(({ result }) => result.a));
  return summaries.filter(({ id }) => level.has(id));
}

export function isLevel({ result: { difference } }: Pair): boolean {
  return Math.abs(difference.value) <= roundingError;
}

function asGoodText({ choice: { saving } }: Findings, pair: Pair, chosen: CandidateSummary, best: CandidateSummary): string {
  const claim = `${chosen.label} is as good as ${best.label} (${differenceText(pair.result.difference)})`;
  const saved = saving ? savingClause(saving, chosen.cost.estimated || best.cost.estimated) : '';
  return `${claim}${saved}${latencyClause(chosen, best)}${failureClause(chosen)}.`;
}

function savingClause(saving: Estimate, estimated: boolean): string {
  const share = `${estimated ? '~' : ''}${shareText(saving.value)}`;
  const interval = shareInterval(saving);
  if (!isSavingShown(saving))
    return `, at a cost that cannot be told from the other’s (${share} less, 95 % interval ${interval})`;
  return ` and saves ${share} of the cost${interval && ` (${interval})`}`;
}

/**
 * The rival that a verdict is missing on: the cheapest of those that cost less than the best. Where costs do not
 * decide because the best has no price, the one that comes closest to it.
 */
function openRival(
  { summaries, levels, pairs }: Findings,
  best: CandidateSummary,
): { pair: Pair; rival: CandidateSummary } | null {
  const byId = new Map(summaries.map((s) => [s.id, s]));
  const open = pairs.flatMap((pair) => {
    const rival = byId.get(pair.result.a);
    return rival && isOpen(pair.result) ? [{ pair, rival }] : [];
  });
  const costOf = costBy(levels);
  const price = costOf(best);
  if (price === null) return least(open, ({ pair }) => -pair.result.difference.value);
  return least(
    open.filter(({ rival }) => (costOf(rival) ?? Infinity) < price),
    ({ rival }) => costOf(rival),
  );
}

/**
 * Nobody asks whether one is as good that its own interval shows to be worse, and that only the correction for the other pairs
 * keeps open.
 */
function isOpen({ verdict, difference }: PairwiseResult): boolean {
  return verdict === 'cannot-tell' && (difference.high === null || difference.high >= 0);
}

function cannotTellText(
  { difference, nonInferior }: PairwiseResult,
  moreData: MoreData | null,
  rival: CandidateSummary,
  best: CandidateSummary,
): string {
  const question = nonInferior ? `whether ${best.label} is better than` : `whether ${rival.label} is as good as`;
  const other = nonInferior ? rival.label : best.label;
  const seen = `with ${formatPlural(difference.n, 'case')} (${differenceText(difference)})`;
  return `Cannot tell ${question} ${other} ${seen}${moreData ? `; ${moreDataText(moreData)} would settle it` : ''}.`;
}

/** Nothing that costs less can take the place of the best; "better" is said only of those that all are shown to be worse. */
function bestText(findings: Findings, best: CandidateSummary): Headline {
  const { groups, margin, summaries, levels, pairs } = findings;
  const costOf = costBy(levels);
  const price = costOf(best);
  const others = summaries.filter((s) => s !== best && s.ok > 0);
  const cheaper = others.filter((s) => price !== null && (costOf(s) ?? Infinity) < price);
  const scope = cheaper.length > 0 ? cheaper : others;
  const worse = pairs.filter(({ result }) => result.verdict === 'worse' && scope.some((s) => s.id === result.a));
  const closest = least(worse, ({ result }) => -result.difference.value);
  const costs = price === null ? '' : leastCost(summaries, best, costOf);
  if (closest && worse.length === scope.length) {
    const beaten = cheaper.length > 0 ? 'all that cost less' : 'all others';
    const rival = scope.find((s) => s.id === closest.result.a);
    const next = `closest is ${rival?.label} (${differenceText(closest.result.difference)})`;
    return {
      text: `${best.label} is better than ${beaten}${costs}: ${next}${failureClause(best)}.`,
      pair: closest,
      moreData: null,
      marked: { id: best.id, as: 'recommended' },
    };
  }
  const level = levelWith(findings);
  const tie = level.length === 0 ? '' : ` (level with ${listed(level.map(({ label }) => label))})`;
  // A mean over easier cases may be higher, and say less.
  const where = others.some((s) => (s.quality?.value ?? 0) > (best.quality?.value ?? 0)) ? ' case by case' : '';
  const ways = pairs.flatMap((pair) => moreDataFor(pair, groups, margin) ?? []);
  return {
    text: `${best.label} scored highest${where}${tie}${costs}: ${figures(best)}${failureClause(best)}.`,
    pair: null,
    moreData: least(ways, ({ cases }) => cases),
    marked: highest(best, level),
  };
}

type CostOf = (summary: CandidateSummary) => number | null;

function costBy(levels: Levels): CostOf {
  return ({ id }) => levels.get(id)?.cost ?? null;
}

/** Said only where no other is known to cost less. */
function leastCost(summaries: readonly CandidateSummary[], best: CandidateSummary, costOf: CostOf): string {
  const answered = summaries.filter((s) => s.ok > 0);
  if (answered.some((s) => (costOf(s) ?? Infinity) < (costOf(best) ?? 0))) return '';
  const known = answered.every((s) => costOf(s) !== null);
  return known ? ' and costs least' : ' and costs least of those whose price is known';
}

function withoutQuality({ summaries, choice: { cheapest, fastest }, judged }: Findings): string {
  const reason = judged ? 'No answer has been graded' : 'Quality is not measured, since the suite expects nothing of the answers';
  const speed = fastest?.latencyMs?.p50;
  const scope = isCostOpen(summaries) ? ' of those whose cost is known' : '';
  const cheap = cheapest
    ? `${cheapest.label} is the cheapest${scope} (${formatSampleCost(cheapest.cost)} a sample)`
    : 'no cost is known';
  if (!fastest || !speed) return `${reason}; ${cheap}.`;
  const fast = `the fastest (median ${formatMs(speed.value)})`;
  if (fastest === cheapest) return `${reason}; ${cheap} and ${fast}.`;
  return `${reason}; ${cheap}, ${fastest.label} is ${fast}.`;
}

function figures(summary: CandidateSummary): string {
  const { quality, latencyMs, cost } = summary;
  return [
    quality ? qualityText(quality) : 'quality not measured',
    cost.perSample ? `${formatSampleCost(cost)} a sample` : 'cost unknown',
    latencyMs ? `median latency ${formatMs(latencyMs.p50.value)}` : 'latency unknown',
  ].join(', ');
}

/** Said only where the intervals of the medians are apart. */
function latencyClause(chosen: CandidateSummary, best: CandidateSummary): string {
  const [own, other] = [chosen.latencyMs?.p50, best.latencyMs?.p50];
  if (!own || !other || !(other.value > 0)) return '';
  if (liesBelow(own, other)) return `, at ${Math.round((own.value / other.value) * 100)} % of the median latency`;
  if (liesBelow(other, own)) return `, but at ${(own.value / other.value).toFixed(1)} times the median latency`;
  return '';
}

function liesBelow(a: Estimate, b: Estimate): boolean {
  return a.high !== null && b.low !== null && a.high < b.low;
}

function failureClause({ failed, ok }: CandidateSummary): string {
  return failed === 0 ? '' : `; it failed on ${failed} of ${formatPlural(ok + failed, 'sample')}`;
}
