import { Worker } from 'node:worker_threads';
import { createBirpc, type BirpcReturn } from 'birpc';
import type { CaseAnswers, CaseQuery } from '../../../shared/model/caseAnswers.ts';
import type { MatrixQuery, PanelView } from '../../../shared/model/panelView.ts';
import type { ChartName } from '../html/charts.ts';
import type { AnswerText } from './readReport.ts';

/** What the worker of a report does; over birpc. */
export interface ReportFunctions {
  /** Before everything else; rejects with what the file lacks. */
  read(file: Uint8Array): void;
  view(query: MatrixQuery): PanelView;
  caseAnswers(query: CaseQuery): CaseAnswers | null;
  answer(attemptId: string): AnswerText | null;
  chartSvg(chart: ChartName): string;
}

type Calls = BirpcReturn<ReportFunctions, object>;

/** One report in a thread of its own: a large one takes seconds to check, in which nobody could type. */
export class ReportThread {
  readonly #worker: Worker;
  readonly #calls: Calls;

  private constructor(worker: Worker, calls: Calls) {
    this.#worker = worker;
    this.#calls = calls;
  }

  get calls(): Pick<Calls, Exclude<keyof ReportFunctions, 'read'>> {
    return this.#calls;
  }

  static async read(script: URL, file: Uint8Array): Promise<ReportThread> {
    const worker = new Worker(script, { name: 'llm-bench report' });
    const calls = createBirpc<ReportFunctions>(
      {},
      {
        post: (message) => worker.postMessage(message),
        on: (receive) => worker.on('message', receive),
        timeout: -1,
      },
    );
    worker.on('error', (error) => calls.$close(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => calls.$close(gone()));
    const thread = new ReportThread(worker, calls);
    try {
      await calls.read(file);
      return thread;
    } catch (error) {
      thread.close();
      throw error;
    }
  }

  /** Who still waits is refused. */
  close(): void {
    this.#calls.$close(gone());
    void this.#worker.terminate();
  }
}

function gone(): Error {
  return new Error('The report is not in memory any more: close the file and open it again.');
}
