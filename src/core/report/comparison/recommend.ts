import { formatPlural } from '../../../shared/format.ts';
import type { Recommendation } from '../../../shared/model/comparison.ts';
import type { RunRecord } from '../../../shared/model/run.ts';
import { leastDiffering } from '../../stats/paired.ts';
import { smallestDetectable } from '../../stats/power.ts';
import { headlineOf, type Findings, type Headline } from './headline.ts';
import { listed, points } from './wording.ts';

const mostDetails = 3;

export function recommend(run: RunRecord, findings: Findings): Recommendation {
  const { choice, margin } = findings;
  const headline = headlineOf(findings);
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
  };
}

/** The most important first, for the last may be cut. */
function details(run: RunRecord, findings: Findings, headline: Headline): string[] {
  return [
    stoppedEarly(run, findings),
    whatAsGoodMeans(headline, findings),
    casesLeftOut(headline),
    resolution(headline),
    notSettled(headline, findings),
    failures(findings),
    unknownCosts(findings),
    contamination(findings),
  ].filter((text) => text !== null);
}

function stoppedEarly({ status, plannedSamples }: RunRecord, { summaries }: Findings): string | null {
  if (status === 'running' || status === 'finished') return null;
  const done = summaries.reduce((sum, s) => sum + s.ok + s.failed, 0);
  return `The run ended early: this rests on ${done} of ${formatPlural(plannedSamples, 'sample')}.`;
}

function whatAsGoodMeans({ pair }: Headline, { margin }: Findings): string | null {
  if (!pair || (pair.result.verdict === 'worse' && !pair.result.nonInferior)) return null;
  const limit = points(-margin);
  return `“As good” means that the whole interval of the difference lies above ${limit} points; the two are compared case by case.`;
}

function casesLeftOut({ pair }: Headline): string | null {
  if (!pair || pair.casesLost === 0) return null;
  return `${formatPlural(pair.casesLost, 'case')} could not be compared, because only one of the two has a judged answer there.`;
}

/**
 * What so many cases can show. The rarer weakness follows the rule of three (Hanley & Lippman-Hand, JAMA 1983): what did not
 * turn up in n cases can have a rate of up to 3/n (95 %), and a t interval over cases that mostly tie does not know that.
 */
function resolution({ pair }: Headline): string | null {
  if (!pair?.variance || pair.result.verdict !== 'cannot-tell') return null;
  const { n } = pair.result.difference;
  if (pair.differing < leastDiffering) {
    const few = `The two differ in only ${pair.differing} of ${formatPlural(n, 'case')}`;
    if (!pair.result.nonInferior) return `${few}: it takes at least ${leastDiffering} to show which is better.`;
    return `${few}; a weakness that shows in fewer than about 1 of ${Math.max(2, Math.floor(n / 3))} cases may have been missed.`;
  }
  const size = Math.ceil(smallestDetectable(pair.variance, n) * 100);
  return `With ${formatPlural(n, 'case')}, a difference shows reliably from ${size} points on (80 % power).`;
}

/** Where the headline names the highest score and no pair: the scores it may be no better than. */
function notSettled({ pair }: Headline, { pairs, summaries }: Findings): string | null {
  if (pair) return null;
  const open = pairs.filter(({ result }) => result.verdict === 'cannot-tell').map(({ result }) => result.a);
  const names = summaries.filter((s) => open.includes(s.id)).map((s) => s.label);
  return names.length === 0 ? null : `Not shown to be worse: ${listed(names)}.`;
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
