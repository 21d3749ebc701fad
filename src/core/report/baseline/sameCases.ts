import type { BaselineCase } from './data.ts';

/**
 * By the place of each of `cases`, the one of `others` that is the same: by what was asked and expected; the id decides only among
 * cases that are the same in both.
 */
export function sameCases(cases: readonly BaselineCase[], others: readonly BaselineCase[]): ReadonlyMap<number, BaselineCase> {
  const byFingerprint = Map.groupBy(others, ({ fingerprint }) => fingerprint);
  return new Map(
    cases.flatMap(({ caseId, fingerprint }, place) => {
      const same = byFingerprint.get(fingerprint) ?? [];
      const named = same.findIndex((one) => one.caseId === caseId);
      return same.splice(Math.max(0, named), 1).map((found) => [place, found] as const);
    }),
  );
}
