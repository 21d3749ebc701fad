import type { AttemptRecord, Score } from '../shared/model/attempt.ts';
import type { CaseAnswer, CaseAnswers, CaseAnswersRequest, CutText } from '../shared/model/caseAnswers.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { Rating } from '../shared/model/scoring.ts';
import type { CaseSpec, Suite } from '../shared/model/suite.ts';
import { noOpinion } from '../shared/opinion.ts';
import type { ScoredRun } from './benchStore.ts';
import { caseTexts } from './caseTexts.ts';
import { scoredRun, type ScoredStore } from './scoredRun.ts';
import type { Store } from './store/spec.ts';
import { renderTemplate } from './suite/template.ts';

/** Characters that all answers of one case may have together, and one at most. */
const mostTogether = 400_000;
const mostOfOne = 20_000;
const mostOfQuestion = 20_000;
const mostOfReason = 2_000;
/** Attempts of the run that is held, about a kilobyte each. */
const mostHeld = 30_000;

type AnswersStore = ScoredStore & Pick<Store, 'stamp' | 'body' | 'rate' | 'ratings'>;

interface HeldRun {
  readonly runId: RunId;
  /** Of the run as it was read. */
  readonly stamp: string | null;
  readonly scoringId: CaseAnswersRequest['scoringId'];
  readonly scored: ScoredRun;
}

/** Answers side by side. Who reads them goes from case to case, so that the run looked at last is held as long as it stays the same. */
export class CaseAnswersViews {
  readonly #store: AnswersStore;
  #last: HeldRun | null = null;

  constructor(store: AnswersStore) {
    this.#store = store;
  }

  /** The answers of all models to one case; `null` where the run or the case is gone. */
  async of({ runId, caseId, repeat, ...choice }: CaseAnswersRequest): Promise<CaseAnswers | null> {
    const [scored, ratings] = await Promise.all([this.#scored(runId, choice), this.#store.ratings(runId)]);
    const spec = scored?.detail.suite.cases.find(({ id }) => id === caseId);
    if (!scored || !spec) return null;
    const { suite, candidates } = scored.detail;
    const wanted = scored.attempts.filter((record) => isWanted(record, caseId, repeat));
    const records = candidates.flatMap(({ id }) => wanted.find(({ candidateId }) => candidateId === id) ?? []);
    const most = Math.min(mostOfOne, Math.floor(mostTogether / Math.max(1, records.length)));
    const bodies = await Promise.all(records.map(({ id }) => this.#store.body(runId, id)));
    return {
      query: { caseId, repeat },
      name: spec.name,
      category: spec.category,
      questions: questionsOf(suite, spec),
      expected: caseTexts(suite, [caseId])[caseId]?.expected ?? '',
      repeats: suite.repeats,
      answers: records.map((record, index) => answerOf(record, cut(bodies[index]?.answer ?? '', most), ratings)),
    };
  }

  /** Takes a rating in. No score depends on it, so that what is held of the run stays. */
  async rate(rating: Rating): Promise<void> {
    const { runId } = rating;
    const stamp = await this.#store.stamp(runId);
    await this.#store.rate(rating);
    const last = this.#last;
    // While more comes in, the new stamp may be of more than the rating.
    if (last?.runId !== runId || last.stamp !== stamp || isUnderWay(last.scored)) return;
    const rated = await this.#store.stamp(runId);
    if (this.#last === last) this.#last = { ...last, stamp: rated };
  }

  async #scored(runId: RunId, { scoringId }: Pick<CaseAnswersRequest, 'scoringId'>): Promise<ScoredRun | null> {
    // Before it is read: should it change meanwhile, what is held is found to be old.
    const stamp = await this.#store.stamp(runId);
    const last = this.#last;
    if (last?.runId === runId && last.stamp === stamp && last.scoringId === scoringId) return last.scored;
    const scored = await scoredRun(this.#store, runId, scoringId === undefined ? {} : { scoringId });
    this.#last = scored && scored.attempts.length <= mostHeld ? { runId, stamp, scoringId, scored } : null;
    return scored;
  }
}

function isUnderWay({ run, scoring }: ScoredRun): boolean {
  return run.status === 'running' || scoring.all.some(({ status }) => status === 'running');
}

function isWanted(record: AttemptRecord, caseId: string, repeat: number): boolean {
  return record.caseId === caseId && record.repeat === repeat && record.final && !record.warmup;
}

function questionsOf({ prompts }: Suite, { vars }: CaseSpec): CaseAnswers['questions'] {
  return prompts.map(({ id, system, template }) => {
    const parts = [...(system === undefined ? [] : [system]), template].map((part) => renderTemplate(part, vars));
    return { promptId: id, text: cut(parts.join('\n\n'), mostOfQuestion) };
  });
}

function answerOf(record: AttemptRecord, answer: CutText, ratings: readonly Rating[]): CaseAnswer {
  const { id, candidateId, status, quality, passed, scores, timing, cost, usage, error } = record;
  const { thumb, stars, note } = ratings.find(({ attemptId }) => attemptId === id) ?? noOpinion;
  return {
    candidateId,
    attemptId: id,
    status,
    answer,
    quality,
    passed,
    scores: scores.map(scorePart),
    latencyMs: timing.e2eMs,
    cost,
    outputTokens: usage.outputTokens,
    error,
    opinion: { thumb, stars, note },
  };
}

function scorePart({ name, scorer, value, passed, weight, reason }: Score): CaseAnswer['scores'][number] {
  return { name, scorer, value, passed, weight, reason: reason.slice(0, mostOfReason) };
}

function cut(text: string, most: number): CutText {
  return { text: text.slice(0, most), length: text.length };
}
