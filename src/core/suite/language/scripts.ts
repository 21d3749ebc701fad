import type { TextRange } from '../../../shared/model/problem.ts';
import { expectationPlaces } from '../graders.ts';
import { Positions } from '../positions.ts';
import type { SuiteFile } from '../schema.ts';
import { LineReader } from './lines.ts';
import type { ParsedSuite } from './parsed.ts';

/** Where scripts read a variable: `vars.name`, `vars["name"]`. */
export function scriptMentions({ document, reading }: ParsedSuite, file: SuiteFile, name: string): TextRange[] {
  const scripts = scriptsOf({ document, reading }, file);
  if (scripts.length === 0) return [];
  const positions = new Positions(document.text);
  // Quotes inside a text of JSON have a backslash before them.
  const read = new RegExp(String.raw`\bvars(?:\?\.|\.|\[\\?["'])(${escaped(name)})(?![\p{L}\p{N}_$])`, 'gdu');
  return scripts.flatMap(({ from, text }) => {
    return [...text.matchAll(read)].flatMap(({ indices }) => {
      const [first, last] = indices?.[1] ?? [0, 0];
      return [positions.range(from + first, from + last)];
    });
  });
}

/** Whether a script has the variable under a name of its own: `const { name } = vars`. */
export function isTakenApart(parsed: Pick<ParsedSuite, 'document' | 'reading'>, file: SuiteFile, name: string): boolean {
  const braces = new RegExp(String.raw`\{[^{}]*(?<![\p{L}\p{N}_$])${escaped(name)}(?![\p{L}\p{N}_$])[^{}]*\}\s*=\s*vars\b`, 'u');
  return scriptsOf(parsed, file).some(({ text }) => braces.test(text));
}

/** As they are written in the suite, and where. */
function scriptsOf({ document, reading }: Pick<ParsedSuite, 'document' | 'reading'>, file: SuiteFile) {
  const lines = new LineReader(document.text);
  return expectationPlaces(file)
    .filter(({ entry }) => entry.javascript !== undefined)
    .map(({ path }) => {
      const { start, end } = reading.source.fullRange([...path, 'javascript']);
      const from = lines.offset(start);
      return { from, text: document.text.slice(from, lines.offset(end)) };
    });
}

function escaped(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
