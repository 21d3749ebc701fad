import { formatPlural } from '../../../shared/format.ts';
import type { TextRange } from '../../../shared/model/problem.ts';
import { labelOf } from '../models.ts';
import type { Path } from '../source.ts';
import type { ParsedSuite } from './parsed.ts';
import type { SuiteSymbol } from './spec.ts';
import { SuiteData } from './suiteData.ts';

/** The parts of a suite, for the outline, breadcrumbs and "Go to Symbol". None while its syntax is broken. */
export function symbols(parsed: ParsedSuite): readonly SuiteSymbol[] {
  const { source, outline } = parsed.reading;
  if (source.value === undefined || source.value === null) return [];
  const tree = new SymbolTree(parsed);
  const parts = [tree.models(), ...tree.prompts(), tree.cases(), tree.thresholds()].filter((part) => part !== null);
  if (outline.name === null) return parts;
  const { text, range } = outline.name;
  const whole = parts.reduce<TextRange>((sum, part) => around(sum, part.range), range);
  return [{ kind: 'suite', name: text, detail: '', range: whole, nameRange: range, children: parts }];
}

class SymbolTree {
  readonly #parsed: ParsedSuite;
  readonly #data: SuiteData;

  constructor(parsed: ParsedSuite) {
    this.#parsed = parsed;
    this.#data = new SuiteData(parsed, null);
  }

  models(): SuiteSymbol | null {
    const { file, outline } = this.#parsed.reading;
    const children = outline.models.map(({ ref, range }, index) => {
      const entry = file?.models[index];
      const label = entry === undefined ? ref : labelOf(entry);
      return symbol('model', label, label === ref ? '' : ref, this.#full(['models', index]), range);
    });
    return this.#part('models', 'models', formatPlural(children.length, 'model'), children);
  }

  prompts(): SuiteSymbol[] {
    const { outline } = this.#parsed.reading;
    const isOne = this.#data.at(['prompt']) !== undefined;
    return outline.prompts.map(({ id, range }, index) => {
      const text = isOne
        ? this.#data.text(['prompt'])
        : (this.#data.text(['prompts', index]) ?? this.#data.text(['prompts', index, 'template']));
      const head = text?.trim().split('\n', 1)[0] ?? '';
      return symbol('prompt', isOne ? 'prompt' : id, head.slice(0, 80), range, { start: range.start, end: range.start });
    });
  }

  cases(): SuiteSymbol | null {
    const { outline } = this.#parsed.reading;
    const inline = new Map(outline.cases.map((item) => [item.index, item]));
    const children = this.#data.list(['cases']).flatMap((_, index): SuiteSymbol[] => {
      const item = inline.get(index);
      if (item !== undefined) {
        const category = this.#data.text(['cases', index, 'category']) ?? '';
        return [symbol('case', item.name, category, item.range, item.nameRange)];
      }
      const dataset = this.#data.text(['cases', index, 'dataset']);
      if (dataset === null) return [];
      const rows = this.#parsed.datasets.get(index)?.rows.length;
      const detail = rows === undefined ? '' : formatPlural(rows, 'row');
      return [symbol('dataset', dataset, detail, this.#full(['cases', index]), this.#value(['cases', index, 'dataset']))];
    });
    return this.#part('cases', 'cases', formatPlural(children.length, 'entry', 'entries'), children);
  }

  thresholds(): SuiteSymbol | null {
    return this.#part('thresholds', 'thresholds', this.#data.keys(['thresholds']).join(', '), []);
  }

  #part(key: string, kind: SuiteSymbol['kind'], detail: string, children: readonly SuiteSymbol[]): SuiteSymbol | null {
    if (this.#data.at([key]) === undefined) return null;
    const nameRange = this.#parsed.reading.source.keyRange([key]);
    return { kind, name: key, detail, range: around(nameRange, this.#full([key])), nameRange, children };
  }

  #full(path: Path): TextRange {
    return this.#parsed.reading.source.fullRange(path);
  }

  #value(path: Path): TextRange {
    return this.#parsed.reading.source.valueRange(path);
  }
}

/** The editor refuses a symbol without a name, and one whose name lies outside. */
function symbol(kind: SuiteSymbol['kind'], name: string, detail: string, range: TextRange, nameRange: TextRange): SuiteSymbol {
  return { kind, name: name.trim() === '' ? kind : name, detail, range: around(range, nameRange), nameRange, children: [] };
}

function around(a: TextRange, b: TextRange): TextRange {
  const isBefore = (x: TextRange['start'], y: TextRange['start']) =>
    x.line < y.line || (x.line === y.line && x.character < y.character);
  return { start: isBefore(b.start, a.start) ? b.start : a.start, end: isBefore(a.end, b.end) ? b.end : a.end };
}
