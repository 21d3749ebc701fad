import { isPlayMoney } from '../../shared/playMoney.ts';
import { plannedCalls, plannedGrading } from '../plannedCalls.ts';
import type { PreparedRun } from '../prepareRun.ts';
import { BudgetGuard } from '../runner/budget.ts';

/** No more bytes of UTF-8 stand for a character of a string. */
const bytesPerChar = 3;
/** A long answer, as a judge is shown it. */
const answerBytes = 16_000;

/**
 * USD of the dearest single call at its worst. A cap is kept by making room for that before a call: under a smaller one than this,
 * a run would not begin, however little its calls cost in the end.
 */
export function worstCallUsd({ suite, worstPrices }: Pick<PreparedRun, 'suite' | 'worstPrices'>): number {
  if (isPlayMoney(suite)) return 0;
  const guard = new BudgetGuard(null);
  const calls = plannedCalls(suite, worstPrices).map(({ model, promptChars, maxOutputTokens, price }) =>
    guard.worstCaseUsd({ ref: model, inputBytes: bytesPerChar * promptChars, maxOutputTokens }, price ?? undefined),
  );
  const grading = plannedGrading(suite, worstPrices).map(({ model, kind, inputChars, answers, price }) => {
    const inputBytes = bytesPerChar * inputChars + answers * answerBytes;
    return guard.worstCaseUsd({ ref: model, inputBytes, maxOutputTokens: kind === 'judge' ? null : 0 }, price ?? undefined);
  });
  return [...calls, ...grading].reduce<number>((most, usd) => Math.max(most, usd ?? 0), 0);
}
