import * as vscode from 'vscode';
import type { SuiteHover } from '../../core/suite/language/spec.ts';
import type { SuiteFigures } from '../../shared/model/suiteFigures.ts';
import { setting } from '../settings.ts';
import { suitePath } from '../suites/suiteIndex.ts';
import type { SuiteService } from '../suites/suiteService.ts';
import type { ModelKnowledge } from './modelKnowledge.ts';
import { toPosition } from './positions.ts';
import { toRange } from './problemBoard.ts';
import { lastResult } from './resultText.ts';

/** What the newest runs say of a suite. */
interface Standings {
  get(path: string): Promise<SuiteFigures | null>;
}

export function hovers(suites: SuiteService, knowledge: ModelKnowledge, standings: Standings): vscode.HoverProvider {
  return {
    async provideHover(document, position, token) {
      const found = await suites.hover(document, toPosition(position), knowledge.known(document), token);
      if (found === null) return null;
      const result = found.about === null ? null : await resultOf(document.uri, found.about, standings);
      const parts = [found.markdown, ...(result === null ? [] : [result])];
      return new vscode.Hover(
        parts.map((part) => new vscode.MarkdownString(part)),
        toRange(found.range),
      );
    },
  };
}

async function resultOf(uri: vscode.Uri, about: NonNullable<SuiteHover['about']>, standings: Standings): Promise<string | null> {
  // The decoration beside a case has a table of its own.
  if (about.kind === 'case' && setting('decorations')) return null;
  const figures = await standings.get(suitePath(uri));
  return figures && lastResult(figures, about);
}
