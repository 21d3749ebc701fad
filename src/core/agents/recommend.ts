import { listText } from '../../shared/comparisonText.ts';
import { escapeMarkdown } from '../report/markdown.ts';
import { sharedWords } from './about.ts';
import { adviceData, adviceOf, adviceText, type Limits } from './advice.ts';
import { bounded, fitting, shortName } from './bounds.ts';
import { findSuite } from './find.ts';
import type { ToolInput } from './inputs.ts';
import { newestWhole, ranSuites, type RanSuite } from './ranSuites.ts';
import type { AgentAnswer, AgentDesk, AgentStore } from './spec.ts';

/** Runs that a recommendation tells of: the ones whose suites are nearest to the task. */
const mostRuns = 3;

/** A suite, measured or not, and what it has to do with the task. */
interface Source {
  readonly path: string;
  readonly name: string;
  readonly ran: RanSuite | null;
  readonly about: number;
}

/** What the user's own runs say of which model to take. */
export async function recommend(input: ToolInput<'recommend'>, desk: AgentDesk): Promise<AgentAnswer> {
  const { task = '', suite, ...limits } = input;
  const store = await desk.store();
  const known = await sources(task, desk, store);
  const asked = suite === undefined ? known : [findSuite(suite, known)];
  const measured = asked.filter(({ ran }) => ran !== null && newestWhole(ran) !== null);
  const open = asked.filter((source) => !measured.includes(source));
  const fit = measured.filter(({ about }) => about > 0);
  const isAbout = task.trim() === '' || suite !== undefined || fit.length > 0;
  const chosen = (fit.length > 0 ? fit : measured).slice(0, mostRuns);
  const advices = store ? await advise(chosen, limits, store) : [];
  const text = [
    advices.length === 0 ? nothingMeasured(suite === undefined) : '',
    isAbout || advices.length === 0
      ? ''
      : 'By its words, no suite that was run is about this task. What the newest runs say all the same:',
    ...advices.map(adviceText),
    wayOn(open, isAbout && advices.length > 0),
  ];
  return {
    text: bounded(text.filter(Boolean).join('\n\n')),
    data: {
      measured: advices.length > 0,
      aboutTheTask: isAbout,
      byRun: fitting(advices.map(adviceData)),
      notMeasured: open.slice(0, 8).map(({ path, name, about }) => ({ path, name: shortName(name), aboutTheTask: about > 0 })),
    },
  };
}

/** Nearest to the task first; of those equally near the one that ran last. */
async function sources(task: string, desk: AgentDesk, store: AgentStore | null): Promise<readonly Source[]> {
  const [files, ran] = [await desk.suites(), store ? await ranSuites(store) : []];
  const ranPaths = new Set(ran.map(({ path }) => path));
  const measured = ran.map(async (one): Promise<Source> => {
    const words = files.find(({ path }) => path === one.path)?.head ?? (await headOf(one, store));
    return { path: one.path, name: one.name, ran: one, about: sharedWords(task, wordsOf(one.name, one.path, words)) };
  });
  const others = files.flatMap(({ path, name, head }): Source[] =>
    ranPaths.has(path) || head === null ? [] : [{ path, name, ran: null, about: sharedWords(task, wordsOf(name, path, head)) }],
  );
  return [...(await Promise.all(measured)), ...others].toSorted((a, b) => b.about - a.about);
}

/** What the words of a suite are: of all that tells what it is about. */
interface Words {
  readonly description?: string | null;
  readonly prompts: readonly { readonly system?: string; readonly template: string }[];
}

async function headOf({ runs }: RanSuite, store: AgentStore | null): Promise<Words | null> {
  const [newest] = runs;
  return (newest && (await store?.head(newest.run.id))?.suite) ?? null;
}

function wordsOf(name: string, path: string, words: Words | null): string {
  const prompts = words?.prompts.flatMap(({ system = '', template }) => [system, template]) ?? [];
  return [name, path.replace(/\.bench\.\w+$/, ''), words?.description ?? '', ...prompts].join(' ');
}

async function advise(chosen: readonly Source[], limits: Limits, store: AgentStore) {
  const comparisons = await Promise.all(
    chosen.map(async ({ ran }) => {
      const item = ran && newestWhole(ran);
      return item ? store.comparison(item.run.id) : null;
    }),
  );
  return comparisons.flatMap((comparison) => (comparison ? [adviceOf(comparison, limits)] : []));
}

function nothingMeasured(isAnywhere: boolean): string {
  return isAnywhere
    ? 'Nothing was measured here yet, so there is nothing to recommend.'
    : 'This suite was not run yet as a whole, so there is nothing to recommend by it.';
}

/** Which suite would tell. */
function wayOn(open: readonly Source[], isAnswered: boolean): string {
  const near = open.filter(({ about }) => about > 0);
  const ways = near.length > 0 ? near : isAnswered ? [] : open;
  if (ways.length > 0) {
    const names = listText(ways.map(({ name, path }) => `${shortName(name)} (${path})`));
    return escapeMarkdown(`Not run yet, and would tell more: ${names}.`);
  }
  if (isAnswered) return '';
  return 'To find out, write a suite with a dozen or more cases of the task, and run it.';
}
