import type { MessagePort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { CaseSpec, Suite } from '../../../shared/model/suite.ts';
import { packOutline, type PackedOutline } from './packedOutline.ts';
import { packSymbols, type PackedSymbols } from './packedSymbols.ts';
import type { ParsedSuites } from './parsed.ts';
import type { SuiteCalls, SuiteHead, SuiteSurvey } from './spec.ts';

/** `SuiteCalls` as they cross threads. */
export type SuiteThreadCalls = Omit<SuiteCalls, 'survey' | 'symbols'> & {
  symbols(...args: Parameters<SuiteCalls['symbols']>): Promise<PackedSymbols>;
  survey(...args: Parameters<SuiteCalls['survey']>): Promise<Omit<SuiteSurvey, 'outline'> & { readonly outline: PackedOutline }>;
};

/** What the suite thread calls at the other side. */
export interface CaseReceiver {
  /** The next cases of the suite that is being loaded; the answer to `load` has none itself. */
  addCases(cases: readonly CaseSpec[]): void;
}

/** What is answered beside `load` and `survey`. */
export type LanguageCalls = Omit<SuiteCalls, 'load' | 'survey'>;

/** Who receives a suite has other things to do: so many cases are a few milliseconds. */
const casesAtOnce = 500;

/** Answers what comes over `port`. */
export function serveSuites(suites: ParsedSuites, language: LanguageCalls, port: MessagePort): void {
  const calls: SuiteThreadCalls = {
    ...language,
    symbols: async (document) => packSymbols(await language.symbols(document)),
    load: async (document, user, moreRows) => {
      const loaded = await suites.load(document, user, moreRows);
      const { suite } = loaded;
      if (suite === null) return loaded;
      for (let from = 0; from < suite.cases.length; from += casesAtOnce) {
        await rpc.addCases(suite.cases.slice(from, from + casesAtOnce));
      }
      return { ...loaded, suite: { ...suite, cases: [] } };
    },
    survey: async (document, user) => {
      const { suite, problems, outline, files } = await suites.survey(document, user);
      return { suite: suite && headOf(suite), problems, outline: packOutline(outline), files };
    },
  };
  const rpc = createBirpc<CaseReceiver, SuiteThreadCalls>(calls, {
    post: (message) => port.postMessage(message),
    on: (receive) => port.on('message', receive),
    timeout: -1,
  });
}

function headOf({ cases, ...head }: Suite): SuiteHead {
  return { ...head, caseCount: cases.length };
}
