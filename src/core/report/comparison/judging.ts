import type { AttemptRecord, Score } from '../../../shared/model/attempt.ts';
import type { Agreement, JudgeSummary, JudgingSummary, TotalCost } from '../../../shared/model/comparison.ts';
import type { GradeRecord, Judgement } from '../../../shared/model/scoring.ts';
import type { Candidate } from '../../../shared/model/suite.ts';
import { modelFamily } from '../../../shared/modelFamily.ts';
import { agreementOf, agreementOfMany, answerOf, passes, type Said } from './agreement.ts';
import { totalCost } from './cost.ts';
import type { CandidateGroup } from './group.ts';
import type { Rated } from './people.ts';

/** One judge's word on one answer. */
interface Word {
  readonly record: AttemptRecord;
  readonly scorer: string;
  readonly judgement: Judgement;
  /** 0–1, the higher the better also where the suite asks for the contrary. */
  readonly value: number | null;
}

/** What judges said and cost; `null` where none was asked. */
export function judgingOf(
  groups: readonly CandidateGroup[],
  grades: readonly GradeRecord[],
  rated: Rated,
): JudgingSummary | null {
  const byScore = groups.flatMap(({ outcomes }) => outcomes.flatMap(({ record }) => wordsOn(record)));
  const words = byScore.flat();
  const calls = grades.reduce((sum, grade) => sum + grade.calls, 0);
  if (words.length === 0 && calls === 0) return null;
  const candidates = groups.map(({ candidate }) => candidate);
  const judges = [...Map.groupBy(words, ({ judgement }) => judgement.judge)];
  return {
    judges: judges.map(([judge, own]) => judgeSummary(judge, own, candidates, rated)),
    calls,
    cost: costOfGrades(grades),
    agreement: amongJudges(byScore),
  };
}

/** The judges' words on each score that they gave. */
function wordsOn(record: AttemptRecord): Word[][] {
  return record.scores.flatMap((score) => {
    if (!score.judgements) return [];
    const turned = isTurned(score);
    const words = score.judgements.map((judgement) => {
      const value = judgement.value !== null && turned ? 1 - judgement.value : judgement.value;
      return { record, scorer: score.scorer, judgement, value };
    });
    return [words];
  });
}

/** Whether `not` turned the judges' word: the score is their mean, or 1 minus it. */
function isTurned({ value, judgements = [] }: Score): boolean {
  const known = judgements.flatMap((judgement) => judgement.value ?? []);
  if (value === null || known.length === 0) return false;
  const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
  return Math.abs(value - (1 - mean)) < Math.abs(value - mean);
}

function judgeSummary(judge: string, words: readonly Word[], candidates: readonly Candidate[], rated: Rated): JudgeSummary {
  return {
    judge,
    judged: words.filter(({ value }) => value !== null).length,
    failed: words.filter(({ value }) => value === null).length,
    cost: totalCost(words.map(({ judgement }) => judgement.cost)),
    ...kinOf(judge, words.some(({ scorer }) => scorer !== 'embedding') ? candidates : []),
    agreement: withPeople(words, rated),
  };
}

/** Embedding models have no favourites. */
function kinOf(judge: string, candidates: readonly Candidate[]): Pick<JudgeSummary, 'itself' | 'family'> {
  const slash = judge.indexOf('/');
  const [provider, model] = [judge.slice(0, slash), judge.slice(slash + 1)];
  const family = modelFamily(provider, model);
  const isItself = (c: Candidate): boolean => c.provider === provider && c.model === model;
  const kin = candidates.filter((c) => !isItself(c) && family !== null && modelFamily(c.provider, c.model) === family);
  return { itself: candidates.filter(isItself).map(({ label }) => label), family: kin.map(({ label }) => label) };
}

/** Only grades of the answer by itself compare with a rating: being better than another answer is not being good. */
function withPeople(words: readonly Word[], rated: Rated): Agreement | null {
  return agreementOf(
    words.flatMap(({ record, scorer, value }): Said[] => {
      const rating = rated.get(record.id);
      if (scorer !== 'judge' || value === null || rating === undefined) return [];
      return [{ pair: [passes(value), passes(rating)], answerOf: answerOf(record) }];
    }),
  );
}

function amongJudges(byScore: readonly (readonly Word[])[]): Agreement | null {
  const said = new Map<string, Said[]>();
  for (const words of byScore) {
    if (words.length < 2) continue;
    const voices = words.filter(({ scorer, value }) => scorer !== 'embedding' && value !== null).toSorted(byJudge);
    for (const [i, first] of voices.entries()) {
      for (const second of voices.slice(i + 1)) {
        const pair = JSON.stringify([first.judgement.judge, second.judgement.judge]);
        const known = said.get(pair) ?? [];
        known.push({ pair: [saysYes(first), saysYes(second)], answerOf: answerOf(first.record) });
        said.set(pair, known);
      }
    }
  }
  return agreementOfMany([...said.values()]);
}

function byJudge(a: Word, b: Word): number {
  return a.judgement.judge < b.judgement.judge ? -1 : 1;
}

/** A pairwise value is the share of what could be won. */
function saysYes({ scorer, value }: Word): boolean {
  return scorer === 'pairwise' ? (value ?? 0) > 0.5 : passes(value ?? 0);
}

/** What is known of a grade whose cost is not, its judgements tell. */
function costOfGrades(grades: readonly GradeRecord[]): TotalCost {
  return totalCost(
    grades.flatMap(({ cost, scores }) => {
      const parts = scores.flatMap(({ judgements = [] }) => judgements.map((judgement) => judgement.cost));
      return cost.usd === null && parts.some(({ usd }) => usd === null) ? parts : [cost];
    }),
  );
}
