import type { ToolName } from './inputs.ts';

export interface ToolTexts {
  readonly title: string;
  /** For models: what it does, when to use it, what it costs. */
  readonly description: string;
  /** For people who pick it. */
  readonly userDescription: string;
}

/** What the tools are called, in the editor and over MCP alike. */
export const toolTexts: Readonly<Record<ToolName, ToolTexts>> = {
  list_suites: {
    title: 'List benchmark suites',
    description:
      'Lists the LLM benchmark suites (*.bench.yaml, *.bench.yml, *.bench.json) that are here: path, name, models, number of cases, problems, and how the newest run went. Costs nothing. Use it to find out what can be measured before calling run_suite.',
    userDescription: 'Lists the benchmark suites of the workspace.',
  },
  run_suite: {
    title: 'Run a benchmark suite',
    description:
      'Runs a suite, or some of its models and cases: calls every model on every case, which spends real money at the providers, and returns quality, cost and latency with 95 % intervals and what they allow to say. The user is asked first, with the number of calls and the estimated cost. May take minutes. Use compare or recommend instead where a run that is there already answers the question.',
    userDescription: 'Runs a benchmark suite after showing its cost, and compares the models.',
  },
  list_results: {
    title: 'List benchmark runs',
    description:
      'Lists stored benchmark runs, the newest first: id, suite, status, models, number of samples, mean quality, cost. Costs nothing. Use it to find the ids that compare takes.',
    userDescription: 'Lists the stored benchmark runs.',
  },
  compare: {
    title: 'Compare models by a benchmark run',
    description:
      'Shows what stored runs say of their models: the verdict in words, then quality, cost, latency and failures of each model with 95 % intervals and n, and which differences are shown. Several runs of one suite are also held against the oldest of them, case by case. Costs nothing. Quote its figures as they are; where it says "cannot tell", do not call one model better.',
    userDescription: 'Compares models by stored benchmark runs.',
  },
  recommend: {
    title: 'Recommend a model by own measurements',
    description:
      'Recommends a model for a task by the user’s own stored runs: the cheapest that is as good as the best, the fastest, how sure that is and by how many cases, within limits on price, latency or quality. Says where nothing was measured and which suite would tell. Costs nothing. Use it instead of general knowledge about models.',
    userDescription: 'Recommends a model for a task by your own measurements.',
  },
};
