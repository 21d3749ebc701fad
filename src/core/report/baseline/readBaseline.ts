import type { RunId } from '../../../shared/model/ids.ts';
import type { BaselineAnswer, BaselineCandidate, BaselineCase, BaselineData } from './data.ts';

/** A file that is no baseline; the message says what is wrong, and where. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/** The baseline in a JSON report of ours, parsed but not yet believed. */
export function readBaseline(report: unknown): BaselineData {
  const { version, baseline } = objectAt(report, 'the file');
  if (version !== 1) throw new BaselineError('This is no JSON report of LLM Bench, or one of a version that is not known here.');
  if (baseline === undefined) {
    throw new BaselineError('The report was written by a version that kept no baseline in it: write it anew.');
  }
  const at = 'baseline';
  const { runId, name, startedAt, candidates } = objectAt(baseline, at);
  return {
    runId: runId === null ? null : (stringAt(runId, `${at}.runId`) as RunId),
    name: stringAt(name, `${at}.name`),
    startedAt: stringAt(startedAt, `${at}.startedAt`),
    candidates: listAt(candidates, `${at}.candidates`, candidateAt),
  };
}

function candidateAt(value: unknown, at: string): BaselineCandidate {
  const { label, promptId, cases } = objectAt(value, at);
  return {
    label: stringAt(label, `${at}.label`),
    promptId: stringAt(promptId, `${at}.promptId`),
    cases: listAt(cases, `${at}.cases`, caseAt),
  };
}

function caseAt(value: unknown, at: string): BaselineCase {
  const { caseId, fingerprint, answers } = objectAt(value, at);
  return {
    caseId: stringAt(caseId, `${at}.caseId`),
    fingerprint: stringAt(fingerprint, `${at}.fingerprint`),
    answers: listAt(answers, `${at}.answers`, answerAt),
  };
}

function answerAt(value: unknown, at: string): BaselineAnswer {
  const { quality, passed, costUsd, latencyMs } = objectAt(value, at);
  if (passed !== null && typeof passed !== 'boolean') throw wrong(`${at}.passed`, 'true, false or null');
  return {
    quality: figureAt(quality, `${at}.quality`, 1),
    passed,
    costUsd: figureAt(costUsd, `${at}.costUsd`),
    latencyMs: figureAt(latencyMs, `${at}.latencyMs`),
  };
}

function objectAt(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(at, 'an object');
  return value as Record<string, unknown>;
}

function listAt<T>(value: unknown, at: string, item: (value: unknown, at: string) => T): T[] {
  if (!Array.isArray(value)) throw wrong(at, 'a list');
  return value.map((entry: unknown, i) => item(entry, `${at}[${i}]`));
}

function stringAt(value: unknown, at: string): string {
  if (typeof value !== 'string') throw wrong(at, 'a text');
  return value;
}

function figureAt(value: unknown, at: string, most = Infinity): number | null {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= most) return value;
  throw wrong(at, most === 1 ? 'a number from 0 to 1, or null' : 'a number from 0, or null');
}

function wrong(at: string, expected: string): BaselineError {
  return new BaselineError(`This is no baseline: ${at} is to be ${expected}.`);
}
