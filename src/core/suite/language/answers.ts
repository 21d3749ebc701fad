import { complete } from './complete.ts';
import { hover } from './hover.ts';
import type { ParsedSuites } from './parsed.ts';
import type { LanguageCalls } from './serve.ts';
import type { LanguageSources } from './sources.ts';
import { symbols } from './symbols.ts';
import { definition, prepareRename, references, rename } from './variables.ts';

/** What is told of a suite while it is written. */
export function languageAnswers(suites: Pick<ParsedSuites, 'parse'>, sources: LanguageSources): LanguageCalls {
  return {
    complete: async (document, at, known) => complete(await suites.parse(document), at, known, sources),
    hover: async (document, at, known) => hover(await suites.parse(document), at, known, sources),
    symbols: async (document) => symbols(await suites.parse(document)),
    definition: async (document, at) => definition(await suites.parse(document), at),
    references: async (document, at) => references(await suites.parse(document), at),
    prepareRename: async (document, at) => prepareRename(await suites.parse(document), at),
    rename: async (document, at, name) => rename(await suites.parse(document), at, name),
  };
}
