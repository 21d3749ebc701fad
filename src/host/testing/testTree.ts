import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { SuiteSurvey } from '../../core/suite/language/spec.ts';
import type { LoadedSuite } from '../../core/suite/loadSuite.ts';
import type { OutlineCase } from '../../core/suite/outline.ts';
import type { TextRange } from '../../shared/model/problem.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { toRange } from '../language/problemBoard.ts';
import type { RedactedLog } from '../log.ts';
import { suitePath, suiteTitle, type SuiteIndex } from '../suites/suiteIndex.ts';
import { isSuite, sameUri } from '../suites/suiteLoader.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import { datasetRows } from './datasetRows.ts';
import type { Pick as PickOf } from './picks.ts';

/** What a test item stands for. */
export type TestPlace =
  | { readonly kind: 'suite'; readonly uri: vscode.Uri }
  | { readonly kind: 'dataset'; readonly uri: vscode.Uri; readonly index: number }
  | { readonly kind: 'case'; readonly uri: vscode.Uri; readonly caseId: string }
  | { readonly kind: 'model'; readonly uri: vscode.Uri; readonly caseId: string; readonly label: string };

/** A suite in the tree. */
export interface KnownSuite {
  readonly uri: vscode.Uri;
  readonly item: vscode.TestItem;
  readonly survey: SuiteSurvey;
  /** By id: those written in the file, and those of datasets that were expanded. */
  readonly cases: Map<string, vscode.TestItem>;
}

export interface TestTreeParts {
  readonly index: SuiteIndex;
  readonly suites: SuiteService;
  readonly log: RedactedLog;
}

const typingPauseMs = 300;

/**
 * Suites, their cases and a child for each model. Items are made where somebody looks: of the suites that an editor shows, and
 * below what is expanded or run.
 */
export class TestTree implements Disposable {
  readonly #controller: vscode.TestController;
  readonly #index: SuiteIndex;
  readonly #suites: SuiteService;
  readonly #log: RedactedLog;
  readonly #owned = new DisposableStore();
  readonly #places = new WeakMap<vscode.TestItem, TestPlace>();
  readonly #known = new Map<string, KnownSuite>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Somebody has asked for all suites. */
  #isWhole = false;

  constructor(controller: vscode.TestController, { index, suites, log }: TestTreeParts) {
    this.#controller = controller;
    this.#index = index;
    this.#suites = suites;
    this.#log = log;
    controller.resolveHandler = (item) => (item ? this.#resolve(item) : this.discover());
    controller.refreshHandler = async () => {
      index.refresh();
      await this.discover();
    };
    const { workspace } = vscode;
    this.#owned.add(index.onDidChange(() => this.#discoverAgain()));
    this.#owned.add(workspace.onDidOpenTextDocument(({ uri }) => this.#readSoon(uri, 0)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#readSoon(document.uri, typingPauseMs)));
    this.#owned.add(workspace.onDidSaveTextDocument(({ uri }) => this.#readRows(uri)));
    // What it held unsaved was read here, and is no change of what the index has.
    this.#owned.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (isSuite(uri)) this.#discoverAgain();
      }),
    );
    for (const { uri } of workspace.textDocuments) this.#readSoon(uri, 0);
  }

  #discoverAgain(): void {
    if (this.#isWhole) this.#beside(this.discover());
  }

  /** Nobody has asked for it: why it failed is for the log. */
  #beside(work: Promise<void>): void {
    void work.catch((error: unknown) => this.#log.error(`Test Explorer: ${String(error)}`));
  }

  /** All suites of the workspace, and those that are open. */
  async discover(): Promise<void> {
    this.#isWhole = true;
    const indexed = await this.#index.suites();
    const there = new Set(indexed.map(({ uri }) => uri.toString()));
    for (const id of this.#known.keys()) if (!there.has(id) && !isOpen(id)) this.#forget(id);
    for (const suite of indexed) this.#put(suite.uri, suite);
  }

  get all(): readonly KnownSuite[] {
    return [...this.#known.values()];
  }

  known(uri: vscode.Uri): KnownSuite | undefined {
    return this.#known.get(uri.toString());
  }

  place(item: vscode.TestItem): TestPlace | undefined {
    return this.#places.get(item);
  }

  /** What of its suite an item stands for; `null`: nothing that is there any more. */
  pick(item: vscode.TestItem, loaded: LoadedSuite): PickOf | null {
    const place = this.#places.get(item);
    switch (place?.kind) {
      case 'suite':
        return { kind: 'suite' };
      case 'dataset':
        return { kind: 'cases', ids: (datasetRows(loaded)[place.index] ?? []).map(({ id }) => id) };
      case 'case':
        return { kind: 'cases', ids: [place.caseId] };
      case 'model':
        return { kind: 'model', caseId: place.caseId, label: place.label };
      case undefined:
        return null;
    }
  }

  /** Makes the items of these cases and their models. */
  expand(uri: vscode.Uri, loaded: LoadedSuite, caseIds: ReadonlySet<string>): void {
    const known = this.known(uri);
    if (!known) return;
    this.#fillSuite(known);
    datasetRows(loaded).forEach((rows, index) => {
      const item = known.item.children.get(datasetId(index));
      if (item && item.children.size === 0 && rows.some(({ id }) => caseIds.has(id))) this.#fillDataset(known, item, rows);
    });
    for (const id of caseIds) {
      const item = known.cases.get(id);
      if (item) this.#fillCase(known, item, id);
    }
  }

  /** Finds the smallest item there is for a model's answers to a case. */
  leaves(uri: vscode.Uri, loaded: LoadedSuite): (caseId: string, label: string) => vscode.TestItem | null {
    const known = this.known(uri);
    if (!known) return () => null;
    const datasets = new Map(datasetRows(loaded).flatMap((rows, index) => rows.map(({ id }) => [id, datasetId(index)] as const)));
    return (id, label) => {
      const item = known.cases.get(id);
      if (item) return item.children.get(modelId(label)) ?? item;
      return known.item.children.get(datasets.get(id) ?? '') ?? known.item;
    };
  }

  /** The suites that a file is, or gives cases to. */
  suitesOf(uri: vscode.Uri): readonly KnownSuite[] {
    return this.all.filter(({ uri: suite, survey }) => {
      const folder = dirname(suite.fsPath);
      return sameUri(suite, uri) || survey.outline.datasets.some(({ path }) => resolve(folder, path) === uri.fsPath);
    });
  }

  #readSoon(uri: vscode.Uri, delayMs: number): void {
    if (!isSuite(uri)) return;
    const id = uri.toString();
    clearTimeout(this.#timers.get(id));
    this.#timers.set(
      id,
      setTimeout(() => void this.#read(uri), delayMs),
    );
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const survey = await this.#suites.survey(uri);
    if (!survey || this.#owned.isDisposed) return;
    this.#put(uri, survey);
    const known = this.known(uri);
    if (known?.item.children.size === 0) this.#fillSuite(known);
  }

  /** Of datasets that were expanded: nobody expands them again to see what has changed. */
  #readRows(saved: vscode.Uri): void {
    for (const { item } of this.suitesOf(saved)) {
      for (const [, child] of item.children) {
        if (this.#places.get(child)?.kind === 'dataset' && child.children.size > 0) this.#beside(this.#resolve(child));
      }
    }
  }

  #put(uri: vscode.Uri, survey: SuiteSurvey): void {
    const id = uri.toString();
    const path = suitePath(uri);
    const { outline, suite } = survey;
    const item = this.#controller.items.get(id) ?? this.#make(id, suiteTitle({ outline, path }), { kind: 'suite', uri }, uri);
    item.label = suiteTitle({ outline, path });
    item.canResolveChildren = true;
    item.range = toRange(outline.name?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
    item.tags = tagsOf(suite?.models ?? []);
    item.error = suite ? undefined : vscode.l10n.t('This suite has errors: see the Problems panel.');
    const before = this.#known.get(id);
    const known: KnownSuite = { uri, item, survey, cases: before?.cases ?? new Map() };
    this.#known.set(id, known);
    this.#controller.items.add(item);
    // The editor shows results from before an edit as outdated, those of the cases too.
    if (before?.survey.suite && before.survey.suite.hash !== suite?.hash) this.#controller.invalidateTestResults(item);
    if (item.children.size > 0) this.#fillSuite(known);
  }

  #forget(id: string): void {
    this.#known.delete(id);
    this.#controller.items.delete(id);
  }

  async #resolve(item: vscode.TestItem): Promise<void> {
    const place = this.#places.get(item);
    const known = place && this.known(place.uri);
    if (!known) return;
    if (place.kind === 'suite') {
      this.#fillSuite(known);
    }
    if (place.kind === 'case') this.#fillCase(known, item, place.caseId);
    if (place.kind !== 'dataset') return;
    item.busy = true;
    try {
      this.#fillDataset(known, item, datasetRows(await this.#suites.load(place.uri))[place.index] ?? []);
    } finally {
      item.busy = false;
    }
  }

  /** In the order of the file. Items that are there already stay, with what is below them and their results. */
  #fillSuite(known: KnownSuite): void {
    const { item, survey, uri } = known;
    const { cases, datasets } = survey.outline;
    const rows = datasets.map(({ path, range }, index) => {
      const child =
        item.children.get(datasetId(index)) ?? this.#make(datasetId(index), basename(path), { kind: 'dataset', uri, index }, uri);
      child.label = basename(path);
      child.canResolveChildren = true;
      return { child, range };
    });
    const written = cases.map((outline) => ({ child: this.#caseItem(known, item, outline), range: outline.range }));
    const all = [...rows, ...written].sort(
      (a, b) => a.range.start.line - b.range.start.line || startOf(a.range) - startOf(b.range),
    );
    for (const [position, { child, range }] of all.entries()) {
      child.range = toRange(range);
      child.sortText = sortText(position);
    }
    const kept = new Set(cases.map(({ id }) => id));
    for (const [id, child] of known.cases) if (child.parent === item && !kept.has(id)) known.cases.delete(id);
    // To replace thousands by themselves takes the editor tens of milliseconds, with each pause in typing.
    const areThere = all.length === item.children.size && all.every(({ child }) => item.children.get(child.id) === child);
    if (!areThere) item.children.replace(all.map(({ child }) => child));
    for (const { id } of cases) {
      const child = item.children.get(caseId(id));
      if (child && child.children.size > 0) this.#fillCase(known, child, id);
    }
  }

  #fillDataset(known: KnownSuite, item: vscode.TestItem, rows: readonly { readonly id: string; readonly name: string }[]): void {
    for (const [id, child] of known.cases) if (child.parent === item) known.cases.delete(id);
    const children = rows.map((row, position) => {
      const child = this.#caseItem(known, item, row);
      child.sortText = sortText(position);
      return child;
    });
    item.children.replace(children);
  }

  /** Without a description: the editor reads that out in place of the name. */
  #caseItem(known: KnownSuite, parent: vscode.TestItem, { id, name }: Pick<OutlineCase, 'id' | 'name'>): vscode.TestItem {
    const { uri } = known;
    const item = parent.children.get(caseId(id)) ?? this.#make(caseId(id), name, { kind: 'case', uri, caseId: id }, uri);
    item.label = name;
    item.canResolveChildren = true;
    known.cases.set(id, item);
    return item;
  }

  #fillCase({ survey, uri }: KnownSuite, item: vscode.TestItem, id: string): void {
    const children = (survey.suite?.models ?? []).map(({ label, provider }, position) => {
      const child =
        item.children.get(modelId(label)) ?? this.#make(modelId(label), label, { kind: 'model', uri, caseId: id, label }, uri);
      child.sortText = sortText(position);
      child.tags = tagsOf([{ provider }]);
      return child;
    });
    item.children.replace(children);
  }

  #make(id: string, label: string, place: TestPlace, uri: vscode.Uri): vscode.TestItem {
    const item = this.#controller.createTestItem(id, label, uri);
    this.#places.set(item, place);
    return item;
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#owned.dispose();
  }
}

function isOpen(uri: string): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri);
}

function tagsOf(models: readonly { readonly provider: string }[]): vscode.TestTag[] {
  return [...new Set(models.map(({ provider }) => provider))].map((provider) => new vscode.TestTag(provider));
}

function startOf({ start }: TextRange): number {
  return start.character;
}

/** Sorts as the number does. */
function sortText(position: number): string {
  return String(position).padStart(6, '0');
}

function datasetId(index: number): string {
  return `dataset:${index}`;
}

function caseId(id: string): string {
  return `case:${id}`;
}

function modelId(label: string): string {
  return `model:${label}`;
}
