import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../core/ports.ts';
import type { Rankings, RankingsRequest } from '../../core/rankings.ts';
import type { DiskProblem } from '../../core/rankings/disk.ts';
import type { Correction, Corrections } from '../../core/rankings/match/corrections.ts';
import type { ModelMatches } from '../../core/rankings/match/match.ts';
import type { Board } from '../../core/rankings/spec.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { RankingAnswer, RankingHealth, RankingOrigin, SourceUse, RankingBoard } from '../../shared/model/rankings.ts';
import type { BenchService } from '../benchService.ts';
import type { EditorModelService } from '../lm/editorModelService.ts';
import type { RedactedLog } from '../log.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import type { SecretKeys } from '../secrets.ts';
import { setting } from '../settings.ts';
import { Throttle } from '../throttle.ts';
import type { RankingConsent } from './rankingConsent.ts';
import { outcomeOf } from './rankingOutcome.ts';
import { readBoardSettings, readRefreshSetting } from './rankingSettings.ts';

export interface RankingParts {
  /** Of all windows. */
  readonly globalStorageUri: vscode.Uri;
  readonly bench: Pick<BenchService, 'storeDir'>;
  readonly keys: SecretKeys;
  readonly directory: ProviderDirectory;
  readonly editorModels: EditorModelService;
  readonly consent: RankingConsent;
  readonly log: RedactedLog;
}

/** As in the core; a signal is optional, since the window's end aborts in any case. */
export type HostRankingsRequest = Omit<RankingsRequest, 'signal'> & { readonly signal?: AbortSignal };

/** By origin, then by `RankedModel.id`. */
export type RankingMatches = ReadonlyMap<RankingOrigin, ModelMatches>;

/** Another window writes several files one after the other. */
const settleMs = 500;

/**
 * Rankings from outside, for this window. Neither their code nor their files are touched before somebody asks, and no board
 * is asked but by `get` and `refresh`; in Restricted Mode these serve what is kept, until the user has agreed (`RankingConsent`).
 */
export class RankingService implements Disposable {
  /** Shared by all windows, unless the user keeps results in a folder of their own; another one takes effect with the next window. */
  readonly folder: string;
  readonly #parts: RankingParts;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #ended = new AbortController();
  readonly #heard = this.#owned.add(new Throttle(settleMs, () => this.#changed()));
  #rankings: Promise<Rankings> | undefined;
  #matches: Promise<RankingMatches> | undefined;
  /** The last ones, and what they were made of: a window that gets the focus looks again, and mostly nothing is new. */
  #made: { readonly of: readonly unknown[]; readonly matches: RankingMatches } | null = null;

  /** Rankings, matches or health may be others than before, by this window or another. */
  readonly onDidChange = this.#changes.event;

  constructor(parts: RankingParts) {
    this.#parts = parts;
    const { bench, globalStorageUri } = parts;
    const results = setting('storageFolder').trim() === '' ? join(globalStorageUri.fsPath, 'results') : bench.storeDir;
    this.folder = join(results, 'rankings');
    this.#owned.add(
      parts.directory.onDidChange(() => {
        // Only who has shown matches has to show them anew.
        if (this.#matches) this.#changed();
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('llmBench.rankings')) this.#changed();
      }),
    );
  }

  /** Whether rankings were ever kept, without loading anything: before the first use nothing happens by itself. */
  async isUsed(): Promise<boolean> {
    return stat(join(this.folder, 'rankings.json')).then(
      () => true,
      () => false,
    );
  }

  /** The best kept answer of each category that has one. Nobody is asked. */
  async kept(): Promise<readonly RankingAnswer[]> {
    return (await this.#open()).kept();
  }

  /**
   * An answer for each category, by the chain; what is kept and young enough is served without asking. A look or an agent's
   * question is no wish to ask the boards: without `fresh` nobody is asked where the user has switched refreshes off.
   */
  async get({ signal, ...request }: HostRankingsRequest): Promise<readonly RankingAnswer[]> {
    const rankings = await this.#open();
    const isWished = request.fresh === true || readRefreshSetting(setting('rankings.refresh')) !== 'off';
    const mayAsk = isWished && this.#parts.consent.isGiven;
    const any = signal === undefined ? this.#ended.signal : AbortSignal.any([signal, this.#ended.signal]);
    return this.#told(await rankings.get({ ...request, ...(!mayAsk && { source: 'cache' }), signal: any }));
  }

  /** A look is a use: it counts for how often is asked by itself, and brings what is due. A board that has just failed has its pause. */
  async look(): Promise<void> {
    const due = await this.nextRefresh();
    const isDue = due !== null && due.getTime() <= Date.now();
    await this.get({ trigger: 'user', ...(!isDue && { source: 'cache' }) });
  }

  /** Asks anew. By the schedule only where it is due. */
  async refresh(trigger: SourceUse['trigger'], signal?: AbortSignal): Promise<readonly RankingAnswer[]> {
    if (trigger !== 'schedule' || !this.#parts.consent.isGiven)
      return this.get({ fresh: true, trigger, ...(signal && { signal }) });
    const rankings = await this.#open();
    return this.#told(await rankings.refresh({ trigger, signal: this.#ended.signal }));
  }

  /** What the kept rankings' models are among the known ones; computed once until something changes. */
  matches(): Promise<RankingMatches> {
    const matches = (this.#matches ??= this.#match());
    matches.catch(() => (this.#matches = undefined));
    return matches;
  }

  /** All that the user has said of outside models. */
  async corrections(): Promise<Corrections> {
    return (await this.#open()).corrections();
  }

  /** The user's word on what an outside model is; it stands before any likeness. `undo` takes it back. */
  async correct({ origin, id, model }: Correction, undo = false): Promise<void> {
    await (
      await this.#open()
    ).correct((all) => {
      const others = all.filter((one) => one.origin !== origin || one.id !== id);
      return undo ? others : [...others, { origin, id, model }];
    });
    this.#changed();
  }

  /** To be called when a board's key has changed. */
  async forgetWait(board: RankingBoard): Promise<void> {
    await (await this.#open()).forgetWait(board);
  }

  async health(): Promise<RankingHealth> {
    return (await this.#open()).health();
  }

  /** Of the kept files; `null` where all is well. */
  async problem(): Promise<DiskProblem | null> {
    return (await this.#open()).problem;
  }

  /** `null`: switched off, or nothing was ever fetched. */
  async nextRefresh(): Promise<Date | null> {
    return (await this.#open()).nextRefresh();
  }

  /** All of them, those that are switched off, too: what the settings make of them. */
  async boards(): Promise<readonly (Board & { readonly name: string; readonly enabled: boolean; readonly hasKey: boolean })[]> {
    const [{ rankingBoardsOf }, { openBoard }, { rankingCredits }, withKey] = await Promise.all([
      import('../../core/rankings/boards.ts'),
      import('../../core/boardGet.ts'),
      import('../../shared/model/rankings.ts'),
      this.#parts.keys.origins(),
    ]);
    const settings = readBoardSettings(setting('rankings.boards'));
    const switchedOn = Object.fromEntries(Object.entries(settings).map(([id, own]) => [id, { ...own, enabled: true }]));
    return rankingBoardsOf({ open: openBoard, settings: switchedOn }).map((board) => ({
      ...board,
      name: rankingCredits[board.id].name,
      enabled: settings[board.id]?.enabled !== false,
      hasKey: withKey.includes(board.origin),
    }));
  }

  #open(): Promise<Rankings> {
    const rankings = (this.#rankings ??= this.#create());
    rankings.catch(() => (this.#rankings = undefined));
    return rankings;
  }

  async #create(): Promise<Rankings> {
    const [{ Rankings }, { rankingBoardsOf }, { openBoard }] = await Promise.all([
      import('../../core/rankings.ts'),
      import('../../core/rankings/boards.ts'),
      import('../../core/boardGet.ts'),
    ]);
    this.#watch();
    return new Rankings({
      folder: this.folder,
      boards: () => rankingBoardsOf({ open: openBoard, settings: readBoardSettings(setting('rankings.boards')) }),
      keys: this.#parts.keys,
      refreshEvery: () => readRefreshSetting(setting('rankings.refresh')),
      clock: systemClock,
      logger: this.#parts.log,
      random: Math.random,
    });
  }

  /** What other windows and the command line write. A watcher may miss it: a window that gets the focus looks again. */
  #watch(): void {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(this.folder), '*.json');
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    const heard = () => this.#heard.request();
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.#owned.add(event(heard));
    this.#owned.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) heard();
      }),
    );
  }

  async #match(): Promise<RankingMatches> {
    const rankings = await this.#open();
    const [{ KnownModels, matchAll }, { knownModels }] = await Promise.all([
      import('../../core/rankings/match/match.ts'),
      import('./knownModels.ts'),
    ]);
    const [answers, corrections, models] = await Promise.all([rankings.kept(), rankings.corrections(), knownModels(this.#parts)]);
    const kept = answers.flatMap(({ ranking }) => ranking ?? []);
    // The store hands out the same objects until a file changes.
    const of = [...kept, corrections, ...models];
    const { of: before = [], matches } = this.#made ?? {};
    if (matches && before.length === of.length && before.every((one, index) => one === of[index])) return matches;
    const known = new KnownModels(models);
    const byOrigin = Map.groupBy(kept, ({ origin }) => origin);
    const matched = [...byOrigin].map(([origin, own]) => {
      const distinct = new Map(own.flatMap((ranking) => ranking.models.map((model) => [model.id, model] as const)));
      return [origin, matchAll({ origin, models: [...distinct.values()] }, known, corrections)] as const;
    });
    this.#made = { of, matches: new Map(matched) };
    return this.#made.matches;
  }

  /** Logs what failed; whoever shows rankings hears of it where somebody was asked. */
  #told(answers: readonly RankingAnswer[]): readonly RankingAnswer[] {
    const { answered, failures } = outcomeOf(answers);
    for (const { source, error } of failures) this.#parts.log.warn(`Rankings, ${source}: ${error.kind}: ${error.message}`);
    if (answered.length > 0 || failures.length > 0) this.#changed();
    return answers;
  }

  #changed(): void {
    this.#matches = undefined;
    this.#changes.fire();
  }

  dispose(): void {
    this.#ended.abort(new Error('The window was closed.'));
    this.#owned.dispose();
  }
}
