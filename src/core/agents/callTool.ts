import { compareRuns } from './compareRuns.ts';
import type { ToolName } from './inputs.ts';
import { listResults } from './listResults.ts';
import { listSuites } from './listSuites.ts';
import { readInput } from './readInput.ts';
import { recommend } from './recommend.ts';
import type { AgentAnswer, AgentDesk } from './spec.ts';

/** The tools that spend nothing. */
export type ReadingTool = Exclude<ToolName, 'run_suite'>;

/** Answers by what is there. Throws an `AgentError` for input that nothing can be made of. */
export function callTool(name: ReadingTool, input: unknown, desk: AgentDesk): Promise<AgentAnswer> {
  switch (name) {
    case 'list_suites':
      readInput(name, input);
      return listSuites(desk);
    case 'list_results':
      return listResults(readInput(name, input), desk);
    case 'compare':
      return compareRuns(readInput(name, input), desk);
    case 'recommend':
      return recommend(readInput(name, input), desk);
  }
}
