import { formatUsd } from '../../shared/format.ts';
import type { RunDetail, ScoringEvent } from '../../shared/model/run.ts';
import type { GradeSink, ScoringDetail, ScoringRecord } from '../../shared/model/scoring.ts';
import type { PriceRow } from '../../shared/model/usage.ts';
import type { Endpoint } from '../providers/spec.ts';
import { BudgetGuard } from './budget.ts';
import { Calls } from './calls.ts';
import type { EnginePorts } from './engine.ts';
import { gradingBudgetMessage, gradingCancelMessage, gradingLostMessage } from './grading/endings.ts';
import { Grading, type StoredAnswers } from './grading/grading.ts';
import { JudgeDesk } from './grading/judgeDesk.ts';

/** A pass over the stored answers of a run that has ended. */
export interface ScoringSpec {
  readonly scoring: ScoringRecord;
  readonly detail: ScoringDetail;
  /** What was asked, and with which retries, timeouts and limits judges are asked now. */
  readonly runDetail: RunDetail;
  /** Of the judges, by `provider/model`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly worstPrices: Readonly<Record<string, PriceRow>>;
  /** For this pass alone. */
  readonly budgetUsd: number | null;
}

export interface ScoringPorts extends Pick<
  EnginePorts,
  'caller' | 'thread' | 'tokens' | 'pacers' | 'clock' | 'logger' | 'random'
> {
  readonly stored: StoredAnswers;
  readonly sink: GradeSink;
  readonly emit: (event: ScoringEvent) => void;
}

/** Scores stored answers by other expectations: no model under test is called, and judges only where one is asked for. */
export async function scoreRun(spec: ScoringSpec, ports: ScoringPorts, signal: AbortSignal): Promise<ScoringRecord> {
  const { scoring, detail, runDetail, endpoints, budgetUsd } = spec;
  const { suite } = runDetail;
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let fault: string | null = null;
  const broke = (error: unknown): void => {
    fault ??= error instanceof Error ? error.message : String(error);
    ports.logger.error(`Scoring failed: ${fault}`);
    stop.abort();
  };
  const terms = { suite, prices: detail.prices, worstPrices: { ...detail.prices, ...spec.worstPrices } };
  const calls = new Calls(terms, new BudgetGuard(budgetUsd), ports, ended);
  const desk = new JudgeDesk({ suite, endpoints }, calls, ports, ended);
  const grading = new Grading(
    { record: scoring, detail, runDetail },
    {
      ...ports,
      graded: (grade, progress) => ports.emit({ type: 'answer-rescored', scoringId: scoring.id, grade, progress }),
      broke,
    },
    desk,
    ended,
  );
  await grading.begin();
  await ports.caller.prepare(Object.values(endpoints), ended);
  await grading.gradeStored().catch(broke);
  const { status, message } = outcome(fault, calls, signal.aborted, grading.open, formatUsd(budgetUsd));
  const record = await grading.finish(status, message);
  ports.emit({ type: 'scoring-finished', scoring: record });
  return record;
}

function outcome(fault: string | null, { budgetReached, lost }: Calls, cancelled: boolean, open: number, cap: string) {
  if (fault !== null) return { status: 'failed', message: `The scoring was stopped: ${fault}` } as const;
  if (budgetReached) return { status: 'cancelled', message: gradingBudgetMessage(cap, open) } as const;
  if (cancelled) return { status: 'cancelled', message: gradingCancelMessage(open) } as const;
  if (open > 0 && lost.length > 0) {
    return { status: 'cancelled', message: `${gradingLostMessage(lost, open)} Check the connection, then score again.` } as const;
  }
  return { status: 'finished', message: null } as const;
}
