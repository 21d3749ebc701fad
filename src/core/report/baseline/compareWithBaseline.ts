import {
  changesLimit,
  type BaselineChange,
  type BaselineComparison,
  type CaseChange,
  type Estimate,
} from '../../../shared/model/comparison.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import { fisherExact } from '../../stats/fisher.ts';
import { holm } from '../../stats/holm.ts';
import { alpha, roundingError } from '../../stats/interval.ts';
import { pairedDifference } from '../../stats/paired.ts';
import { ratioOfMeans } from '../../stats/ratio.ts';
import { verdict } from '../../stats/verdict.ts';
import { modelLabel } from '../comparison/candidateModel.ts';
import type { CandidateGroup } from '../comparison/group.ts';
import { answeredCases, type AnsweredCase } from './baselineOf.ts';
import { fingerprints } from './fingerprint.ts';
import { sameCases } from './sameCases.ts';
import type { BaselineAnswer, BaselineCandidate, BaselineCase, BaselineData } from './data.ts';

/** A case that both runs asked, with the answers of both. */
interface CommonCase {
  readonly now: AnsweredCase;
  readonly earlier: BaselineCase;
}

interface Match {
  readonly group: CandidateGroup;
  readonly asked: readonly AnsweredCase[];
  readonly common: readonly CommonCase[];
}

/** Now minus then for each candidate that both runs have. Holm's correction runs over the candidates. */
export function compareWithBaseline(
  detail: RunDetail,
  groups: readonly CandidateGroup[],
  baseline: BaselineData,
): BaselineComparison {
  const { cases } = detail.suite;
  const prints = fingerprints(detail.suite);
  const then = new Map(baseline.candidates.map((candidate) => [keyOf(candidate), candidate]));
  const now = new Set(groups.map(({ candidate }) => keyOf(candidate)));
  const matches = groups.flatMap((group): Match[] => {
    const own = then.get(keyOf(group.candidate));
    const asked = answeredCases(cases, group, prints);
    return own ? [{ group, asked, common: commonCases(asked, own) }] : [];
  });
  return {
    runId: baseline.runId,
    name: baseline.name,
    startedAt: baseline.startedAt,
    candidates: changesOf(matches),
    onlyNow: groups.filter(({ candidate }) => !then.has(keyOf(candidate))).map(({ candidate }) => candidate.label),
    onlyThen: baseline.candidates.filter((candidate) => !now.has(keyOf(candidate))).map(({ label }) => label),
    casesLeftOut: leftOut(matches),
  };
}

function keyOf(candidate: Pick<BaselineCandidate, 'label' | 'promptId'>): string {
  return JSON.stringify([modelLabel(candidate), candidate.promptId]);
}

function commonCases(asked: readonly AnsweredCase[], { cases }: BaselineCandidate): CommonCase[] {
  const earlier = sameCases(
    asked.map(({ testCase }) => testCase),
    cases,
  );
  return [...earlier].flatMap(([place, one]) => {
    const now = asked[place];
    return now ? [{ now, earlier: one }] : [];
  });
}

/** Cases of now that no candidate could be compared on. */
function leftOut(matches: readonly Match[]): number {
  const asked = new Set(matches.flatMap(({ asked }) => asked.map(({ testCase }) => testCase.caseId)));
  for (const { common } of matches) for (const { now } of common) asked.delete(now.testCase.caseId);
  return asked.size;
}

function changesOf(matches: readonly Match[]): BaselineChange[] {
  const paired = matches.map(({ common }) => {
    return pairedDifference(common.map(nowMean(qualityOf)), common.map(thenMean(qualityOf)));
  });
  const corrected = holm(paired.map((found) => found?.pValue ?? null));
  return matches.map(({ group, common }, i) => {
    const pValue = corrected[i] ?? null;
    const difference = paired[i]?.difference;
    return {
      id: group.candidate.id,
      comparable: common.length,
      quality: difference ? { difference, verdict: verdict(difference, pValue), pValue } : null,
      costRatio: ratioOf(common, ({ costUsd }) => costUsd),
      latencyRatio: ratioOf(common, ({ latencyMs }) => latencyMs),
      ...caseChanges(common),
    };
  });
}

function ratioOf(common: readonly CommonCase[], figure: (answer: BaselineAnswer) => number | null): Estimate | null {
  return ratioOfMeans(common.map(nowMean(figure)), common.map(thenMean(figure)));
}

function caseChanges(
  common: readonly CommonCase[],
): Pick<BaselineChange, 'regressions' | 'improvements' | 'regressed' | 'improved'> {
  const pValues = holm(common.map(({ now, earlier }) => passedTest(earlier.answers, now.testCase.answers)));
  const changes = common.flatMap((both, i) => changeOf(both, pValues[i] ?? null) ?? []);
  const regressions = changes.filter((c) => c.after < c.before).sort((x, y) => x.after - x.before - (y.after - y.before));
  const improvements = changes.filter((c) => c.after > c.before).sort((x, y) => y.after - y.before - (x.after - x.before));
  return {
    regressions: regressions.slice(0, changesLimit),
    improvements: improvements.slice(0, changesLimit),
    regressed: regressions.length,
    improved: improvements.length,
  };
}

function changeOf(both: CommonCase, pValue: number | null): CaseChange | null {
  const { now, earlier } = both;
  const [before, after] = [thenMean(qualityOf)(both), nowMean(qualityOf)(both)];
  if (before === null || after === null || Math.abs(after - before) <= roundingError) return null;
  const passedMore = passShare(now.testCase.answers) - passShare(earlier.answers);
  return {
    caseId: now.testCase.caseId,
    name: now.name,
    before,
    after,
    answersBefore: earlier.answers.length,
    answersAfter: now.testCase.answers.length,
    significant: pValue !== null && pValue < alpha && passedMore * (after - before) > 0,
    attemptId: now.outcomes[0]?.record.id ?? null,
  };
}

/** `null` where one of the two has no answer that passed or failed. */
function passedTest(before: readonly BaselineAnswer[], after: readonly BaselineAnswer[]): number | null {
  const [then, now] = [passedOf(before), passedOf(after)];
  if (then.length === 0 || now.length === 0) return null;
  const passed = (all: readonly boolean[]): number => all.filter(Boolean).length;
  return fisherExact(passed(then), then.length - passed(then), passed(now), now.length - passed(now));
}

function passedOf(answers: readonly BaselineAnswer[]): boolean[] {
  return answers.flatMap(({ passed }) => passed ?? []);
}

function passShare(answers: readonly BaselineAnswer[]): number {
  const known = passedOf(answers);
  return known.filter(Boolean).length / Math.max(1, known.length);
}

function qualityOf({ quality }: BaselineAnswer): number | null {
  return quality;
}

type Figure = (answer: BaselineAnswer) => number | null;

function nowMean(figure: Figure): (both: CommonCase) => number | null {
  return ({ now }) => meanOfKnown(now.testCase.answers, figure);
}

function thenMean(figure: Figure): (both: CommonCase) => number | null {
  return ({ earlier }) => meanOfKnown(earlier.answers, figure);
}

function meanOfKnown(answers: readonly BaselineAnswer[], figure: Figure): number | null {
  const known = answers.flatMap((answer) => figure(answer) ?? []);
  return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
}
