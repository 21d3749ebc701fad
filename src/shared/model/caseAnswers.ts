import type { Opinion } from '../opinion.ts';
import type { AttemptStatus, Score } from './attempt.ts';
import type { CallError } from './errors.ts';
import type { AttemptId, CandidateId, RunId, ScoringId } from './ids.ts';
import type { Cost } from './usage.ts';

/** Which answers a reader wants side by side: those of all models to one case, in one of its repeats. */
export interface CaseQuery {
  readonly caseId: string;
  /** From 1. */
  readonly repeat: number;
}

export interface CaseAnswersRequest extends CaseQuery {
  readonly runId: RunId;
  /** Absent: the scoring in force. `null`: the scores that the answers were stored with. */
  readonly scoringId?: ScoringId | null;
}

/** A text that may have been cut for its length. */
export interface CutText {
  readonly text: string;
  /** Of the whole, in characters. */
  readonly length: number;
}

export interface CaseAnswer {
  readonly candidateId: CandidateId;
  readonly attemptId: AttemptId;
  readonly status: AttemptStatus;
  readonly answer: CutText;
  readonly quality: number | null;
  readonly passed: boolean | null;
  /** Without the judges' single calls; reasons are cut to what a reader takes in. */
  readonly scores: readonly Omit<Score, 'judgements' | 'outcomes' | 'label'>[];
  readonly latencyMs: number | null;
  readonly cost: Cost;
  readonly outputTokens: number | null;
  readonly error: CallError | null;
  readonly opinion: Opinion;
}

/** One case with what every model made of it; bounded in size however long the answers are. */
export interface CaseAnswers {
  readonly query: CaseQuery;
  readonly name: string;
  readonly category: string | null;
  /** As sent, system prompt first; one for each of the suite's prompts. */
  readonly questions: readonly { readonly promptId: string; readonly text: CutText }[];
  /** The scorers, one a line. */
  readonly expected: string;
  readonly repeats: number;
  /** In the order of the run's candidates; who has not answered yet is left out. */
  readonly answers: readonly CaseAnswer[];
}
