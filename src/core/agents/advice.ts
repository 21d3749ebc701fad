import { listText } from '../../shared/comparisonText.ts';
import { estimateText } from '../../shared/estimateText.ts';
import { formatCount, formatInstant, formatMs, formatPlural, formatQuality, formatSampleCost } from '../../shared/format.ts';
import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import { pairBetween } from '../../shared/pairBetween.ts';
import { escapeMarkdown } from '../report/markdown.ts';
import { figure, shortName } from './bounds.ts';
import { runTitle } from './runTitle.ts';

/** What a model has to keep to; absent: anything will do. */
export interface Limits {
  readonly maxUsdPer1000?: number | undefined;
  readonly maxLatencyMs?: number | undefined;
  readonly minQuality?: number | undefined;
}

/** What one run says of which model to take. */
export interface Advice {
  readonly comparison: Comparison;
  /** The cheapest of those within the limits that is shown to be as good as the best of them; `null`: none keeps to them. */
  readonly pick: CandidateSummary | null;
  /** Within the limits, the pick left out, and not shown to be no better than it. */
  readonly open: readonly CandidateSummary[];
  readonly within: readonly CandidateSummary[];
  /** Over a limit, with the limit that it is over. */
  readonly over: readonly Excluded[];
  /** A figure that a limit is about is not known. */
  readonly unknown: readonly Excluded[];
}

interface Excluded {
  readonly candidate: CandidateSummary;
  readonly why: string;
}

export function adviceOf(comparison: Comparison, limits: Limits): Advice {
  const answered = comparison.candidates.filter(({ ok }) => ok > 0);
  const judged = answered.map((candidate) => ({ candidate, ...keeping(candidate, levelOf(comparison, candidate), limits) }));
  const within = judged.filter(({ over, unknown }) => over === null && unknown === null).map(({ candidate }) => candidate);
  const pick = pickOf(comparison, within);
  return {
    comparison,
    pick,
    open: within.filter((other) => pick !== null && other !== pick && !isNoWorse(comparison, pick, other)),
    within,
    over: judged.flatMap(({ candidate, over }) => (over === null ? [] : [{ candidate, why: over }])),
    unknown: judged.flatMap(({ candidate, over, unknown }) =>
      over === null && unknown !== null ? [{ candidate, why: unknown }] : [],
    ),
  };
}

/** Its quality over all cases, those included on which it failed and others did not. */
function levelOf({ replicates }: Comparison, { id, quality }: CandidateSummary): number | null {
  return replicates?.candidates.find((one) => one.id === id)?.level?.quality ?? quality?.value ?? null;
}

function keeping({ cost, latencyMs }: CandidateSummary, quality: number | null, limits: Limits) {
  const usd = cost.perSample?.value ?? null;
  const ms = latencyMs?.p50.value ?? null;
  const checks = [
    check(usd === null ? null : usd * 1000, limits.maxUsdPer1000, 'costs', (value, limit) => value > limit),
    check(ms, limits.maxLatencyMs, 'latency', (value, limit) => value > limit),
    check(quality, limits.minQuality, 'quality', (value, limit) => value < limit),
  ];
  return {
    over: checks.find((found) => found?.over)?.what ?? null,
    unknown: checks.find((found) => found?.over === null)?.what ?? null,
  };
}

function check(value: number | null, limit: number | undefined, what: string, isOver: (value: number, limit: number) => boolean) {
  return limit === undefined ? null : { what, over: value === null ? null : isOver(value, limit) };
}

function pickOf(comparison: Comparison, within: readonly CandidateSummary[]): CandidateSummary | null {
  const graded = within.filter((candidate) => levelOf(comparison, candidate) !== null);
  const best = greatest(graded, (candidate) => levelOf(comparison, candidate));
  if (!best) return greatest(within, priceRank) ?? within[0] ?? null;
  const asGood = graded.filter((candidate) => candidate === best || isNoWorse(comparison, candidate, best));
  return greatest(asGood, priceRank) ?? best;
}

function priceRank({ cost }: CandidateSummary): number | null {
  return cost.perSample === null ? null : -cost.perSample.value;
}

/** The first of the greatest; `null` where no figure is known. */
function greatest(
  candidates: readonly CandidateSummary[],
  figureOf: (candidate: CandidateSummary) => number | null,
): CandidateSummary | null {
  let found: { readonly candidate: CandidateSummary; readonly figure: number } | null = null;
  for (const candidate of candidates) {
    const figure = figureOf(candidate);
    if (figure !== null && (found === null || figure > found.figure)) found = { candidate, figure };
  }
  return found?.candidate ?? null;
}

/** Shown to be better, or as good. */
function isNoWorse({ pairs, recommendation }: Comparison, one: CandidateSummary, other: CandidateSummary): boolean {
  const pair = pairBetween(pairs, one.id, other.id, recommendation.margin);
  return pair !== null && (pair.verdict === 'better' || pair.nonInferior);
}

export function adviceText(advice: Advice): string {
  const { comparison, pick, within, over, unknown } = advice;
  const { run } = comparison;
  const basis = `${runTitle(run)} (${extentText(comparison)}, ${formatInstant(run.startedAt)}, run ${run.id.slice(0, 8)})`;
  const lines = [
    ...(pick === null ? ['No model keeps to the limits.'] : pickLines(advice, pick)),
    ...leadsOf(within, pick).map(escapeMarkdown),
    escapeMarkdown(excludedText('Over a limit', over)),
    escapeMarkdown(excludedText('Not known, and so left out', unknown)),
    escapeMarkdown(`All models of the run: ${comparison.recommendation.headline}`),
    pick?.provider === 'demo' ? 'Demo models and their prices are made up: run the suite with real ones before you decide.' : '',
  ];
  return [`### By ${escapeMarkdown(basis)}`, ...lines].filter(Boolean).join('\n\n');
}

/** What is taken, and how sure that is; where it is open which to take, that comes first. */
function pickLines(advice: Advice, pick: CandidateSummary): readonly string[] {
  const name = `**${escapeMarkdown(shortName(pick.label))}**`;
  const figures = `${name}: ${escapeMarkdown(figuresText(pick))}.`;
  if (pick.quality === null || advice.open.length === 0) return [`Take ${figures}`, escapeMarkdown(sureText(advice, pick))];
  return [
    `Not settled which to take: ${name} is not shown to be as good as ${escapeMarkdown(openText(advice))}`,
    `If it has to be one now, ${figures}`,
  ];
}

/** `12 cases`; of a run that was not finished `cancelled, 2 of 300 samples`: not all of its cases were asked. */
function extentText({ status, matrixTotal, totals }: Comparison): string {
  if (status === 'finished') return formatPlural(matrixTotal, 'case');
  return `${status}, ${formatCount(totals.done)} of ${formatPlural(totals.planned, 'sample')}`;
}

/** `quality 0.93 (0.89 to 0.97), $0.50 for 1,000 calls, median latency 812 ms`. */
function figuresText({ quality, cost, latencyMs, failed, ok }: CandidateSummary): string {
  return [
    quality ? `quality ${estimateText(quality, formatQuality)}` : 'quality not measured',
    cost.perSample ? `${formatSampleCost(cost, 1000)} for 1,000 calls` : 'cost unknown',
    latencyMs ? `median latency ${estimateText(latencyMs.p50, formatMs)}` : 'latency unknown',
    ...(failed > 0 ? [`failed on ${failed} of ${formatPlural(ok + failed, 'sample')}`] : []),
  ].join(', ');
}

function sureText({ within }: Advice, { quality }: CandidateSummary): string {
  if (quality === null) return 'Quality was not measured: this goes by cost alone.';
  if (within.length < 2) return 'It is the only one to choose from here, and was compared with none.';
  return 'It is shown to be as good as, or better than, every other one to choose from.';
}

function openText({ comparison: { moreData }, open }: Advice): string {
  const names = listText(open.map(({ label }) => shortName(label)));
  const way =
    moreData === null
      ? ''
      : ` About ${formatPlural(moreData.cases, 'more case')} would settle the closest open question of the run.`;
  return `${names}.${way}`;
}

/** The fastest and the cheapest, where they are others than the pick; once, where they are one. */
function leadsOf(within: readonly CandidateSummary[], pick: CandidateSummary | null): readonly string[] {
  const leads = Map.groupBy(
    [
      { title: 'Fastest', found: fastest(within) },
      { title: 'Cheapest', found: greatest(within, priceRank) },
    ],
    ({ found }) => found,
  );
  return [...leads].flatMap(([found, titles]) => {
    const title = titles
      .map((one) => one.title)
      .join(' and ')
      .replace(' and C', ' and c');
    return found === null
      ? []
      : [found === pick ? `${title}: the same.` : `${title}: ${shortName(found.label)}, ${figuresText(found)}.`];
  });
}

function fastest(within: readonly CandidateSummary[]): CandidateSummary | null {
  return greatest(within, ({ latencyMs }) => (latencyMs === null ? null : -latencyMs.p50.value));
}

function excludedText(title: string, excluded: readonly Excluded[]): string {
  if (excluded.length === 0) return '';
  return `${title}: ${listText(excluded.map(({ candidate, why }) => `${shortName(candidate.label)} (${why})`))}.`;
}

export function adviceData({ comparison, pick, open, within, over, unknown }: Advice) {
  const { run, matrixTotal, totals, recommendation } = comparison;
  const names = (candidates: readonly CandidateSummary[]) => candidates.slice(0, 12).map(({ label }) => shortName(label));
  return {
    suite: shortName(run.suiteName),
    suitePath: run.suitePath,
    run: run.id,
    startedAt: run.startedAt,
    status: run.status,
    cases: matrixTotal,
    samples: { done: totals.done, planned: totals.planned, failed: totals.failed },
    pick: pick && {
      model: shortName(pick.label),
      ref: shortName(`${pick.provider}/${pick.model}`),
      quality: pick.quality && {
        value: figure(pick.quality.value),
        low: figure(pick.quality.low),
        high: figure(pick.quality.high),
        n: pick.quality.n,
      },
      usdPer1000: pick.cost.perSample && figure(pick.cost.perSample.value * 1000),
      latencyMsP50: pick.latencyMs && figure(pick.latencyMs.p50.value),
      failed: pick.failed,
    },
    settled: pick !== null && pick.quality !== null && within.length > 1 && open.length === 0,
    notShownToBeAsGoodAs: names(open),
    within: names(within),
    overALimit: names(over.map(({ candidate }) => candidate)),
    notKnown: names(unknown.map(({ candidate }) => candidate)),
    verdictOfTheRun: recommendation.headline,
  };
}
