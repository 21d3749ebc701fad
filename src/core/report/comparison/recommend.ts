import { formatPlural } from '../../../shared/format.ts';
import type { JudgeSummary, Recommendation } from '../../../shared/model/comparison.ts';
import type { RunRecord } from '../../../shared/model/run.ts';
import { detectableAfter } from '../../stats/detectable.ts';
import { alpha } from '../../stats/interval.ts';
import { leastDiffering } from '../../stats/paired.ts';
import { pText } from '../pText.ts';
import { isLevel, type Findings, type Headline } from './headline.ts';
import type { Pair } from './pairs.ts';
import { listed, moreDataText, points } from './wording.ts';

const mostDetails = 5;

export function recommend(run: RunRecord, findings: Findings, headline: Headline): Recommendation {
  const { choice, margin } = findings;
  const started = findings.summaries.some((s) => s.ok + s.failed > 0);
  return {
    headline: run.status === 'running' && started ? `So far: ${headline.text}` : headline.text,
    details: details(run, findings, headline).slice(0, mostDetails),
    bestQuality: choice.best?.id ?? null,
    cheapest: choice.cheapest?.id ?? null,
    fastest: choice.fastest?.id ?? null,
    cheapestAsGood: choice.cheapestAsGood?.id ?? null,
    saving: choice.saving,
    margin,
    marked: headline.marked,
  };
}

/** The most important first, for the last may be cut. */
function details(run: RunRecord, findings: Findings, headline: Headline): string[] {
  return [
    stoppedEarly(run, findings),
    notGraded(findings),
    judgesFailed(findings),
    whatAsGoodMeans(headline, findings),
    repeatedLooks(run),
    judges(findings),
    casesLeftOut(headline),
    resolution(headline),
    notSettled(headline, findings),
    onlyByInterval(headline, findings),
    onlyCorrected(headline, findings),
    failures(findings),
    unknownCosts(findings),
    contamination(findings),
    rescored(findings),
  ].filter((text) => text !== null);
}

function stoppedEarly({ status, plannedSamples }: RunRecord, { summaries }: Findings): string | null {
  if (status === 'running' || status === 'finished') return null;
  const done = summaries.reduce((sum, s) => sum + s.ok + s.failed, 0);
  if (done >= plannedSamples) return null;
  const why = status === 'partial' ? 'The run is shown in part' : 'The run ended early';
  return `${why}: this rests on ${done} of ${formatPlural(plannedSamples, 'sample')}.`;
}

function notGraded({ scoring: { open, leftOut } }: Findings): string | null {
  const verb = (count: number): string => (count === 1 ? 'is' : 'are');
  const parts = [
    ...(open === 0 ? [] : [`${formatPlural(open, 'answer')} ${verb(open)} still to be graded`]),
    ...(leftOut === 0 ? [] : [`${formatPlural(leftOut, 'answer')} ${verb(leftOut)} not part of this scoring`]),
  ];
  return parts.length === 0 ? null : `${parts.join(', and ')}: qualities leave them out.`;
}

function whatAsGoodMeans({ pair }: Headline, { margin }: Findings): string | null {
  if (!pair || (pair.result.verdict === 'worse' && !pair.result.nonInferior)) return null;
  const limit = points(-margin);
  return `“As good” means that the whole interval of the difference lies above ${limit} points; the two are compared case by case.`;
}

/** Every interval and p-value is made for one look: Armitage, McPherson and Rowe 1969, JRSS A 132:235. */
function repeatedLooks({ extensions }: RunRecord): string | null {
  if (extensions === 0) return null;
  const times = extensions === 1 ? '' : ` ${extensions} times`;
  return `Samples were added${times} after a look at the results; each further look makes a chance find likelier.`;
}

/** A judge that could not be had leaves its answers to the other expectations: that is another measure than was asked for. */
function judgesFailed({ judging }: Findings): string | null {
  const failed = judging?.judges.filter((judge) => judge.failed > 0) ?? [];
  if (failed.length === 0) return null;
  const parts = failed.map(
    ({ judge, judged, failed }) => `${judge} failed on ${failed} of ${formatPlural(judged + failed, 'answer')}`,
  );
  return `${listed(parts)}: there the other expectations alone count. Re-score once the cause is mended.`;
}

/** Who judged, and whom it may favour. */
function judges({ judging }: Findings): string | null {
  const names = judging?.judges.filter(({ judged }) => judged > 0).map(({ judge }) => judge) ?? [];
  if (!judging || names.length === 0) return null;
  const kin = judging.judges.flatMap((judge) => kinText(judge) ?? []);
  const who = `Graded with the help of ${listed(names)}`;
  return kin.length === 0 ? `${who}.` : `${who}, but ${kin.join(', and ')}: judges tend to favour their own.`;
}

function kinText({ judge, itself, family }: JudgeSummary): string | null {
  if (itself.length === 0 && family.length === 0) return null;
  const parts = [
    ...(itself.length === 0 ? [] : ['also answers here itself']),
    ...(family.length === 0 ? [] : [`is of the family of ${listed(family)}`]),
  ];
  return `${judge} ${parts.join(' and ')}`;
}

function casesLeftOut({ pair }: Headline): string | null {
  if (!pair || pair.casesLost === 0) return null;
  return `${formatPlural(pair.casesLost, 'case')} could not be compared, because only one of the two has a graded answer there.`;
}

/** What so many cases can show. */
function resolution({ pair }: Headline): string | null {
  if (!pair || pair.result.verdict !== 'cannot-tell' || pair.result.nonInferior) return null;
  const { n } = pair.result.difference;
  const { differing } = pair.paired;
  if (differing === 0) return null;
  if (differing < leastDiffering) {
    return `The two differ in only ${differing} of ${formatPlural(n, 'case')}: it takes at least ${leastDiffering} to show which is better.`;
  }
  const size = detectableAfter(pair.paired);
  if (size === null) return null;
  return `With ${formatPlural(n, 'case')}, a difference of these two shows reliably from ${Math.ceil(size * 100)} points on (80 % power).`;
}

/** Those whose own interval leaves out 0, and that are open all the same. */
function shownByInterval(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(({ result }) => result.verdict === 'cannot-tell' && (result.difference.high ?? 0) < 0);
}

/** The interval is made by another test than the verdict's, which is exact where few cases differ. */
function onlyByInterval({ pair }: Headline, { pairs, summaries }: Findings): string | null {
  if (pair) return null;
  const open = shownByInterval(pairs).filter(({ paired }) => paired.pValue !== null && paired.pValue >= alpha);
  if (open.length === 0) return null;
  const texts = open.map(({ result, paired }) => {
    const label = summaries.find(({ id }) => id === result.a)?.label;
    return `${label} in ${paired.differing} of ${result.difference.n} (${pText(paired.pValue ?? 1)})`;
  });
  const least = open.some(({ paired }) => paired.differing < leastDiffering) ? ` (it takes at least ${leastDiffering})` : '';
  return `Too few cases differ to show which is better${least}: ${listed(texts)}.`;
}

/** An interval is of its pair alone, a verdict of all pairs together. */
function onlyCorrected({ pair }: Headline, { pairs, summaries }: Findings): string | null {
  if (pair) return null;
  const shown = shownByInterval(pairs).filter(({ paired }) => paired.pValue !== null && paired.pValue < alpha);
  const names = summaries.filter((s) => shown.some(({ result }) => result.a === s.id)).map((s) => s.label);
  if (names.length === 0) return null;
  return `Taken alone the difference would show for ${listed(names)}; among so many comparisons it may be chance (Holm’s correction).`;
}

/** Where the headline names the highest score and no pair: the scores it may be no better than. */
function notSettled({ pair, moreData }: Headline, { pairs, summaries, margin }: Findings): string | null {
  if (pair) return null;
  const open = pairs.filter(({ result }) => result.verdict === 'cannot-tell').map(({ result }) => result.a);
  const names = summaries.filter((s) => open.includes(s.id)).map((s) => s.label);
  if (names.length === 0) return null;
  const rival = summaries.find((s) => s.id === moreData?.pair[0])?.label;
  const whom = names.length === 1 ? 'it' : rival;
  // Where none is ahead, more cases are planned to show that none is.
  const level = pairs.some((one) => one.result.a === moreData?.pair[0] && isLevel(one));
  const settled = names.length === 1 ? 'settle it' : `settle it for ${rival}`;
  const shown = level ? `show that ${whom} stays within ${points(-margin).slice(1)} points` : settled;
  return `Not shown to be worse: ${listed(names)}${moreData ? `; ${moreDataText(moreData)} would ${shown}` : ''}.`;
}

function failures({ summaries }: Findings): string | null {
  const failed = summaries.filter((s) => s.failed > 0).map((s) => `${s.label} ${s.failed} of ${s.ok + s.failed}`);
  return failed.length === 0 ? null : `Failed samples have no score and are left out: ${listed(failed)}.`;
}

function unknownCosts({ summaries }: Findings): string | null {
  const unknown = summaries.filter((s) => s.ok > 0 && !s.cost.perSample).map((s) => s.label);
  return unknown.length === 0 ? null : `The cost is unknown for ${listed(unknown)}.`;
}

function contamination({ summaries }: Findings): string | null {
  const marked = summaries.reduce((sum, s) => sum + s.contaminated, 0);
  if (marked === 0) return null;
  const answered = summaries.reduce((sum, s) => sum + s.ok, 0);
  return `${marked} of ${formatPlural(answered, 'sample')} ${marked === 1 ? 'was' : 'were'} timed while this machine was too busy to do it well.`;
}

function rescored({ scoring: { active, all } }: Findings): string | null {
  const shown = all.find(({ id, trigger }) => id === active && trigger === 'rescore');
  return shown ? `Qualities are those of a later scoring, by the ${shown.source}.` : null;
}
