import { listText } from '../../shared/comparisonText.ts';
import type { RankingCategory } from '../../shared/model/rankings.ts';
import { rankingCategoryOf } from '../../shared/rankingCategoryOf.ts';
import { escapeMarkdown } from '../report/markdown.ts';
import { lastAnsweredRun } from '../lastWholeRun.ts';
import { sharedWords } from './about.ts';
import { adviceData, adviceOf, adviceText, type Limits } from './advice.ts';
import { besideRuns, type AdvisedRun } from './besideRuns.ts';
import { bounded, fitting, shortName } from './bounds.ts';
import { minimalTestPath } from '../rankings/minimal/suiteText.ts';
import { findSuite } from './find.ts';
import type { ToolInput } from './inputs.ts';
import { inTurn } from './inTurn.ts';
import { insteadOfRuns, type Unmeasured } from './insteadOfRuns.ts';
import { within, type KeptRankings } from './publicWord.ts';
import { ranSuites, type RanSuite } from './ranSuites.ts';
import type { AgentAnswer, AgentDesk, AgentStore } from './spec.ts';
import { suiteDraft } from './suiteDraft.ts';

/** Runs that a recommendation tells of: the ones whose suites are nearest to the task. */
const mostRuns = 3;
const mostInTurn = 6;

/** A suite, measured or not, and what it has to do with the task. */
interface Source {
  readonly path: string;
  readonly name: string;
  readonly ran: RanSuite | null;
  readonly about: number;
}

/** What the user's own runs say of which model to take; what public boards say beside it, or where nothing was measured. */
export async function recommend(input: ToolInput<'recommend'>, desk: AgentDesk): Promise<AgentAnswer> {
  const { task = '', suite, category, maxUsdPerMTok, ...limits } = input;
  const store = await desk.store();
  const known = await sources(task, desk, store);
  const asked = suite === undefined ? known : [findSuite(suite, known)];
  const measured = asked.filter(({ ran }) => ran !== null && lastAnsweredRun(ran.runs) !== null);
  const open = asked.filter((source) => !measured.includes(source));
  const fit = measured.filter(({ about }) => about > 0);
  const isAbout = task.trim() === '' || suite !== undefined || fit.length > 0;
  const chosen = (fit.length > 0 ? fit : measured).slice(0, mostRuns);
  const runs = store ? await comparisons(chosen, store) : [];
  const advices = runs.map(({ comparison }) => adviceOf(comparison, limits));
  const isAnswered = isAbout && advices.length > 0;
  const kept = await keptRankings(desk);
  const named = category ?? rankingCategoryOf(task);
  const beside = besideRuns(runs, named, kept);
  const instead = isAnswered ? null : await insteadOf(named ?? 'general', { ...limits, maxUsdPerMTok }, kept, desk);
  const near = open.filter(({ about }) => about > 0);
  const text = [
    advices.length === 0 ? nothingMeasured(suite === undefined) : '',
    isAbout || advices.length === 0
      ? ''
      : 'By its words, no suite that was run is about this task. What the newest runs say all the same:',
    ...advices.map(adviceText),
    beside?.text ?? '',
    instead?.text ?? '',
    wayOn(near.length > 0 || isAnswered ? near : open),
    instead !== null && lacksSuite(task, asked, near) ? suiteDraft(task, instead.models) : '',
  ];
  return {
    text: bounded(text.filter(Boolean).join('\n\n')),
    data: {
      measured: advices.length > 0,
      aboutTheTask: isAbout,
      byRun: fitting(advices.map(adviceData)),
      besideRuns: beside?.data ?? null,
      insteadOfRuns: instead?.data ?? null,
      notMeasured: open.slice(0, 8).map(({ path, name, about }) => ({ path, name: shortName(name), aboutTheTask: about > 0 })),
    },
  };
}

/** Whether no suite here would tell. */
function lacksSuite(task: string, asked: readonly Source[], near: readonly Source[]): boolean {
  return task.trim() === '' ? asked.length === 0 : near.length === 0;
}

async function keptRankings({ rankings }: AgentDesk): Promise<KeptRankings> {
  const [answers, corrections] = await Promise.all([rankings.kept(), rankings.corrections()]);
  return { answers, corrections, now: new Date() };
}

/** For a task that nobody has measured here. */
async function insteadOf(
  category: RankingCategory,
  limits: Limits & Parameters<typeof within>[0],
  kept: KeptRankings,
  desk: AgentDesk,
): Promise<Unmeasured> {
  const callable = await desk.callable();
  const ranked = insteadOfRuns(category, callable, within(limits), kept);
  if (ranked?.isRanked === true) return { ...ranked, text: [ranked.text, waitingText(limits)].filter(Boolean).join('\n\n') };
  const models = inTurn(callable, desk).slice(0, mostInTurn);
  return {
    models,
    text: `${ranked?.text ?? noneKept}\n\n${inTurnText(models)}`,
    data: { ...ranked?.data, category, inTurn: models },
  };
}

/** Three prompts of ours a category are no measurement of the user's task. */
function isOwn({ path }: RanSuite): boolean {
  return path !== minimalTestPath;
}

/** Nearest to the task first; of those equally near the one that ran last. */
async function sources(task: string, desk: AgentDesk, store: AgentStore | null): Promise<readonly Source[]> {
  const [files, ran] = [await desk.suites(), store ? (await ranSuites(store)).filter(isOwn) : []];
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

async function comparisons(chosen: readonly Source[], store: AgentStore): Promise<readonly AdvisedRun[]> {
  const found = chosen.map(async ({ ran }): Promise<AdvisedRun[]> => {
    const item = ran && lastAnsweredRun(ran.runs);
    const [comparison, head] = item ? await Promise.all([store.comparison(item.run.id), store.head(item.run.id)]) : [];
    return comparison ? [{ comparison, suite: head?.suite ?? null }] : [];
  });
  return (await Promise.all(found)).flat();
}

function nothingMeasured(isAnywhere: boolean): string {
  return isAnywhere
    ? 'Nothing was measured here yet, so there is nothing to recommend.'
    : 'This suite was not run yet as a whole, so there is nothing to recommend by it.';
}

function waitingText({ maxUsdPer1000, minQuality }: Limits): string {
  const waiting = [maxUsdPer1000 === undefined ? [] : 'maxUsdPer1000', minQuality === undefined ? [] : 'minQuality'].flat();
  return waiting.length === 0 ? '' : `Not held against ${listText(waiting)}: only a run can tell.`;
}

const noneKept = 'No public ranking is kept here either: list_rankings with refresh: true asks the boards.';

/** Nobody has ranked them: none comes before another. */
function inTurnText(models: readonly string[]): string {
  if (models.length === 0) return 'And no model can be called yet: set the key of a provider.';
  const list = models.map((model, index) => `${index + 1}. ${escapeMarkdown(shortName(model))}`).join('\n');
  return `Without a ranking there is no reason to prefer a model: take those that can be called in turn.\n\n${list}`;
}

/** Which suites would tell. */
function wayOn(open: readonly Source[]): string {
  if (open.length === 0) return '';
  const names = listText(open.map(({ name, path }) => `${shortName(name)} (${path})`));
  return escapeMarkdown(`Not run yet, and would tell more: ${names}.`);
}
