import { formats } from './optionValues.ts';

export const usage = `llm-bench – which model should I use for this, and how sure is that?

Usage
  llm-bench run <suite…>           run suite files (*.bench.yaml|yml|json)
  llm-bench report [run]           report on a stored run: its id or "latest"
  llm-bench rescore [run] [suite]  score a run's stored answers again, without calling its models
  llm-bench settle [run]           run what would settle the run's open question
  llm-bench resume [run]           go on with a run that was cut short, where it stopped
  llm-bench retry [run]            call again what failed in a run
  llm-bench baseline [run]         make a run the baseline of its suite; --clear takes it back
  llm-bench list                   list the stored runs
  llm-bench compare <run> <run…>   runs side by side, of one suite or of several; against the first
  llm-bench history [suite]        how a suite's runs went over time, and where that changed
  llm-bench health                 how calls to each model went in 24 hours and 7 days
  llm-bench rankings               what public boards say of models, by category
  llm-bench rankings health        how asking the boards went in the last 24 hours
  llm-bench data <what>            size, check, backup, restore, merge, compact, export or prune
  llm-bench import <file>          make a suite of a promptfoo configuration or a CSV file
  llm-bench validate <suite…>      check suite files without running them
  llm-bench models [provider]      list the providers and their keys, or the models of one
  llm-bench mcp                    serve the suites of a folder to agents (Model Context Protocol, stdio)

Options of run
  --case NAME        only these cases of the suite; can be repeated, * stands for anything
  --model NAME       only these models (label or provider/model), likewise
  --models a,b       the same in one list
  --repeats N        instead of the suite's repeats
  --format F         ${formats.join(' | ')}; default: by the ending of --out, else table
  --out FILE         write the report there and print the table; a folder for several suites
  --store DIR        where results are kept; default .llm-bench
  --fail-under T     least quality as a number, or pairs: quality=0.9,passRate=0.8
  --baseline B       hold it against this run (id) or JSON report, or "none";
                     default: the suite's baseline
  --set-baseline     make this run the baseline of its suite
  --weights W        rank by weights of your own: quality=80,cost=10,speed=10
  --allow-key V=URL  let environment variable V go to this origin, not the provider's own

report takes --format, --out, --store, --baseline, --weights, and --scoring ID (or "original")
for an earlier scoring.
resume and retry take --budget USD in place of the suite's, --format, --out, --store, --fail-under,
--baseline, --weights and --allow-key; without a run they take the latest with something to do.
history takes --metric quality|passRate|costPerSample|latencyP50|latencyP95|ttftP50|tokensPerSecond|
errorRate, --by run|day, --format table|json|md|csv and --store; compare takes the last two.
rescore and settle take --store and --allow-key; list and health take --format table|json and
--store; import takes --out. models takes --format table|json, --allow-key, and --all for the models
that are not made for questions too. rankings health takes --format table|json and --store. mcp takes
--root DIR (default: here), --store (default: .llm-bench in the root) and --allow-key.

Options of rankings
  --category C       only this: coding, math, reasoning, research, empathy or general; repeatable
  --source S         ask only artificial-analysis, llm-stats, openrouter, cache or minimal-test
  --refresh          ask again, however young the kept rankings are
  --models a,b       only where these rank (provider/model); the minimal test asks these
  --max-price USD    only models up to this price for a million tokens, 3 of input to 1 of output
  --max-latency MS   only models that answer within this time
  --allow-test       where no board and no kept ranking answers, ask models with a key a few
                     short prompts; --max-usd USD caps what that may cost (default 0.05)
  --top N            so many models of each category (default 10)
  --format F         table | json; also --store and --allow-key

Of data, all of which take --store:
  size | check       how much there is; whether all of it can be read (--format table|json)
  backup [FILE]      everything in one .tar.gz; restore FILE --yes puts it back
  merge FROM         take in the runs of another store: its folder, or a backup of it
  compact            give ended runs one log without what later lines replaced
  export FILE        every result with its answer (--format jsonl|csv|sqlite)
  prune              keep only the figures of old runs: --older-than 90d --yes

Keys come from the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, …
("llm-bench models" names them all), or an endpoint's keyEnv.
Boards ask for ARTIFICIAL_ANALYSIS_API_KEY and LLM_STATS_API_KEY; OpenRouter's asks for none.
Exit codes: 0 fine · 1 threshold missed, or shown to be worse than the baseline · 2 bad input ·
3 some calls failed, stored data is damaged, or no ranking is to be had · 130 interrupted
`;
