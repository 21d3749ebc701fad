import type { AttemptRecord, Score } from '../../shared/model/attempt.ts';
import type { ScorerSpec } from '../../shared/model/scorer.ts';
import { errorTitles } from '../../shared/errorTitles.ts';
import { sentences } from '../sentences.ts';

/** A sample as it ended. */
export interface Ended {
  readonly record: Pick<AttemptRecord, 'status' | 'error'>;
  readonly passed: boolean | null;
  readonly scores: readonly Score[];
  readonly expect: readonly ScorerSpec[];
}

/** What a test item says of a sample that did not pass. */
export interface Complaint {
  readonly text: string;
  /** Set where the expectation is a text, to be shown beside the answer. */
  readonly expected: string | null;
}

export type Verdict =
  | { readonly state: 'passed' | 'skipped' }
  /** `errored`: it is not known whether the answer is good, since the call or a scorer failed. */
  | { readonly state: 'failed' | 'errored'; readonly complaints: readonly Complaint[] };

/** How one sample did. An answer of which nothing is expected has passed. */
export function verdictOf({ record, passed, scores, expect }: Ended): Verdict {
  if (record.status === 'cancelled') return { state: 'skipped' };
  if (record.error) {
    const { kind, message, advice } = record.error;
    return { state: 'errored', complaints: [{ text: `${errorTitles[kind]}: ${sentences(message, advice)}`, expected: null }] };
  }
  if (passed === true || expect.length === 0) return { state: 'passed' };
  const missed = scores.filter((score) => score.passed === false);
  if (missed.length > 0) return { state: 'failed', complaints: missed.map((score) => complaintOf(score, scores, expect)) };
  const broken = scores.filter((score) => score.passed === null);
  return { state: 'errored', complaints: broken.map(({ name, reason }) => ({ text: `${name}: ${reason}`, expected: null })) };
}

const order = ['failed', 'errored', 'skipped', 'passed'] as const;

/** The worst of several. */
export function worstOf(states: readonly Verdict['state'][]): Verdict['state'] {
  return order.find((state) => states.includes(state)) ?? 'skipped';
}

function complaintOf(score: Score, scores: readonly Score[], expect: readonly ScorerSpec[]): Complaint {
  const nth = scores.filter(({ scorer }) => scorer === score.scorer).indexOf(score);
  const spec = expect.filter(({ scorer }) => scorer === score.scorer)[nth];
  return { text: `${score.name}: ${score.reason}`, expected: spec ? expectedText(spec) : null };
}

/** The text that an answer is held against; `null` where the expectation is none. */
export function expectedText({ not, scorer, args }: ScorerSpec): string | null {
  if (not) return null;
  if (scorer === 'contains') return args.values.join('\n');
  if (scorer === 'classify') return args.label;
  if (scorer === 'number') return [args.value, args.unit].filter((part) => part !== null).join(' ');
  const isText = scorer === 'exact' || scorer === 'startsWith' || scorer === 'endsWith' || scorer === 'choice';
  return isText || scorer === 'similarity' || scorer === 'embedding' ? args.value : null;
}
