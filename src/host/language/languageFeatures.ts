import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import { suiteGlob } from '../contributions.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import type { SuiteStandings } from '../suites/suiteStandings.ts';
import { completions, completionTriggers } from './completions.ts';
import { SuiteDecorations } from './decorations.ts';
import { hovers } from './hovers.ts';
import { SuiteLenses } from './lenses.ts';
import type { ModelKnowledge } from './modelKnowledge.ts';
import { definitions, mentions, renames } from './renames.ts';
import { outline } from './symbols.ts';

const selector: vscode.DocumentSelector = { scheme: 'file', pattern: suiteGlob };

export interface LanguageParts {
  readonly suites: SuiteService;
  readonly knowledge: ModelKnowledge;
  readonly standings: SuiteStandings;
}

/** What the editor offers while a suite is written; all of it is found out in the suites' thread. */
export class LanguageFeatures implements Disposable {
  readonly #owned = new DisposableStore();

  constructor({ suites, knowledge, standings }: LanguageParts) {
    const { languages } = vscode;
    this.#owned.add(languages.registerCompletionItemProvider(selector, completions(suites, knowledge), ...completionTriggers));
    this.#owned.add(languages.registerHoverProvider(selector, hovers(suites, knowledge, standings)));
    this.#owned.add(languages.registerDocumentSymbolProvider(selector, outline(suites), { label: 'LLM Bench' }));
    this.#owned.add(languages.registerDefinitionProvider(selector, definitions(suites)));
    this.#owned.add(languages.registerReferenceProvider(selector, mentions(suites)));
    this.#owned.add(languages.registerRenameProvider(selector, renames(suites)));
    this.#owned.add(new SuiteLenses(suites, standings));
    this.#owned.add(new SuiteDecorations(suites, standings));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
