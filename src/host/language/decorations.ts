import * as vscode from 'vscode';
import type { OutlineCase } from '../../core/suite/outline.ts';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { CaseStanding } from '../../shared/model/suiteFigures.ts';
import { settingsSection } from '../contributions.ts';
import { setting } from '../settings.ts';
import { suitePath } from '../suites/suiteIndex.ts';
import { isSuite } from '../suites/suiteLoader.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import type { SuiteStandings } from '../suites/suiteStandings.ts';
import { caseMark, markText, type CaseState } from './caseMark.ts';
import { toRange } from './problemBoard.ts';
import { isStale, standingOf } from './standings.ts';
import { caseTable } from './standingTexts.ts';

const typingPauseMs = 400;
/** Each is an object that goes to the window. */
const mostCases = 2_000;

/** `stale`: the suite was edited since. */
type Look = CaseState | 'stale';

const colours: Readonly<Record<Look, string>> = {
  // The green of test icons is too pale for text on white.
  passed: 'charts.green',
  failed: 'testing.iconFailed',
  errored: 'testing.iconErrored',
  answered: 'descriptionForeground',
  stale: 'disabledForeground',
};
const looks = Object.keys(colours) as Look[];
type Drawn = Readonly<Record<Look, vscode.DecorationOptions[]>>;

/** Right of each case of an open suite: its last result. */
export class SuiteDecorations implements Disposable {
  readonly #suites: SuiteService;
  readonly #standings: SuiteStandings;
  readonly #owned = new DisposableStore();
  readonly #types: Readonly<Record<Look, vscode.TextEditorDecorationType>>;
  readonly #timers = new Map<vscode.TextEditor, NodeJS.Timeout>();

  constructor(suites: SuiteService, standings: SuiteStandings) {
    this.#suites = suites;
    this.#standings = standings;
    const made = looks.map((look) => [look, this.#owned.add(typeOf(look))] as const);
    this.#types = Object.fromEntries(made) as Record<Look, vscode.TextEditorDecorationType>;
    const { window, workspace } = vscode;
    const show = (isOf: (editor: vscode.TextEditor) => boolean, delayMs = 0) => {
      for (const editor of window.visibleTextEditors) if (isOf(editor)) this.#showSoon(editor, delayMs);
    };
    const all = () => true;
    this.#owned.add(window.onDidChangeVisibleTextEditors(() => show(all)));
    this.#owned.add(workspace.onDidChangeTextDocument((event) => show(isOn(event.document), typingPauseMs)));
    // Its datasets may be others.
    this.#owned.add(workspace.onDidSaveTextDocument(() => show(all)));
    this.#owned.add(standings.onDidChange((path) => show(({ document }) => suitePath(document.uri) === path)));
    this.#owned.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.decorations`)) show(all);
      }),
    );
    show(all);
  }

  #showSoon(editor: vscode.TextEditor, delayMs: number): void {
    if (!isSuite(editor.document.uri)) return;
    clearTimeout(this.#timers.get(editor));
    const show = () => {
      this.#timers.delete(editor);
      void this.#show(editor);
    };
    this.#timers.set(editor, setTimeout(show, delayMs));
  }

  async #show(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const { uri, version } = document;
    const path = suitePath(uri);
    if (setting('decorations')) this.#standings.want(path);
    if (!setting('decorations') || this.#standings.known(path) === null) return this.#draw(editor, nothing());
    const isWanted = () => !document.isClosed && document.version === version;
    const survey = await this.#suites.survey(uri, { isUrgent: true, isWanted });
    if (!survey || !isWanted()) return;
    const figures = this.#standings.known(path);
    const hash = survey.suite?.hash ?? null;
    const drawn = nothing();
    for (const outline of survey.outline.cases.slice(0, mostCases)) {
      const standing = standingOf(figures, outline.id);
      if (!standing) continue;
      const look = isStale(standing, hash) ? 'stale' : caseMark(standing.models).state;
      drawn[look].push(optionsOf(document, outline, standing, look));
    }
    this.#draw(editor, drawn);
  }

  #draw(editor: vscode.TextEditor, drawn: Drawn): void {
    for (const look of looks) editor.setDecorations(this.#types[look], drawn[look]);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#owned.dispose();
  }
}

function nothing(): Drawn {
  return { passed: [], failed: [], errored: [], answered: [], stale: [] };
}

function isOn(document: vscode.TextDocument): (editor: vscode.TextEditor) => boolean {
  return (editor) => editor.document === document;
}

function typeOf(look: Look): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: {
      color: new vscode.ThemeColor(colours[look]),
      margin: '0 0 0 2em',
      fontStyle: look === 'stale' ? 'italic' : 'normal',
    },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

/** From the name to the end of its line, so that the table is shown at both. */
function optionsOf(
  document: vscode.TextDocument,
  { nameRange }: OutlineCase,
  standing: CaseStanding,
  look: Look,
): vscode.DecorationOptions {
  const { start } = toRange(nameRange);
  return {
    range: new vscode.Range(start, document.lineAt(start.line).range.end),
    hoverMessage: caseTable(standing, look === 'stale'),
    renderOptions: { after: { contentText: markText(standing) } },
  };
}
