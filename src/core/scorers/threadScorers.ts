import type { ScorerSpec } from '../../shared/model/scorer.ts';
import type { ScriptEngine } from './javascript/engine.ts';
import { scoreJavascript } from './javascript/score.ts';
import { scoreSimilarity } from './similarity/score.ts';
import type { ScoredAnswer, ScorerNameAt, Verdict01 } from './spec.ts';

export type ThreadSpec = Extract<ScorerSpec, { readonly scorer: ScorerNameAt<'thread'> }>;

/** What the scoring thread does; over birpc. A rejection is a failure of the scorer. */
export interface ScoringFunctions {
  /** Resolves once the thread works and has loaded what the scorer needs. */
  prepare(scorer: ThreadSpec['scorer']): Promise<void>;
  score(answer: ScoredAnswer, spec: ThreadSpec): Promise<Verdict01>;
}

/** The thread's side. */
export function createScoringFunctions(loadEngine: () => Promise<ScriptEngine>): ScoringFunctions {
  let loading: Promise<ScriptEngine> | null = null;
  const engine = () => (loading ??= loadEngine());
  return {
    async prepare(scorer) {
      if (scorer === 'javascript') await engine();
    },
    async score(answer, spec) {
      switch (spec.scorer) {
        case 'similarity':
          return scoreSimilarity(answer, spec.args);
        case 'javascript':
          return scoreJavascript(answer, spec.args, await engine());
      }
    },
  };
}
