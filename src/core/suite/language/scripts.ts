import type { TextRange } from '../../../shared/model/problem.ts';
import { expectationPlaces } from '../graders.ts';
import { Positions } from '../positions.ts';
import type { SuiteFile } from '../schema.ts';
import { LineReader } from './lines.ts';
import type { ParsedSuite } from './parsed.ts';

/** Where scripts read a variable: `vars.name`, `vars["name"]`. */
export function scriptMentions({ document, reading }: ParsedSuite, file: SuiteFile, name: string): TextRange[] {
  const scripts = expectationPlaces(file).filter(({ entry }) => entry.javascript !== undefined);
  if (scripts.length === 0) return [];
  const lines = new LineReader(document.text);
  const positions = new Positions(document.text);
  const escaped = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  // Quotes inside a text of JSON have a backslash before them.
  const read = new RegExp(String.raw`\bvars(?:\?\.|\.|\[\\?["'])(${escaped})(?![\p{L}\p{N}_$])`, 'gdu');
  return scripts.flatMap(({ path }) => {
    const { start, end } = reading.source.fullRange([...path, 'javascript']);
    const from = lines.offset(start);
    return [...document.text.slice(from, lines.offset(end)).matchAll(read)].flatMap(({ indices }) => {
      const [first, last] = indices?.[1] ?? [0, 0];
      return [positions.range(from + first, from + last)];
    });
  });
}
