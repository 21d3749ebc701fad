import { parseDocument } from 'yaml';
import { variableText } from '../caseVariables.ts';
import type { Path } from '../source.ts';
import { maxSuiteBytes, valueAt } from '../source.ts';
import type { ParsedSuite } from './parsed.ts';

/** A suite's data as far as it can be read, faults or not: what is being typed is faulty as a rule. */
export class SuiteData {
  readonly #value: unknown;
  readonly #parsed: ParsedSuite;

  /** @param line the one that is being written: where the syntax is broken it is left out, since a quote opened there swallows the rest */
  constructor(parsed: ParsedSuite, line: number | null) {
    this.#parsed = parsed;
    this.#value = parsed.reading.source.value ?? recovered(parsed.document.text, line);
  }

  at(path: Path): unknown {
    return valueAt(this.#value, path);
  }

  list(path: Path): readonly unknown[] {
    const found = this.at(path);
    return Array.isArray(found) ? found : [];
  }

  keys(path: Path): readonly string[] {
    const found = this.at(path);
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.keys(found) : [];
  }

  text(path: Path): string | null {
    const found = this.at(path);
    return typeof found === 'string' ? found : null;
  }

  /** The different texts at a key of every case, in their order. */
  textsOfCases(key: string): readonly string[] {
    return [...new Set(this.list(['cases']).flatMap((_, index) => this.text(['cases', index, key]) ?? []))];
  }

  /** The variables that places at `path` may take: those of its case, or of all cases; what a dataset's are made of: columns. */
  variables(path: Path): readonly KnownVariable[] {
    const found = new Map<string, KnownVariable>();
    const [top, own, key] = path;
    if (top === 'cases' && typeof own === 'number' && key === 'vars') return this.#columnsOf(own) ?? [];
    const indexes = top === 'cases' && typeof own === 'number' ? [own] : [...this.list(['cases']).keys()];
    for (const index of indexes) {
      for (const variable of this.#ofCase(index)) {
        const known = found.get(variable.name);
        if (known === undefined) found.set(variable.name, variable);
        else if (known.samples.length < mostSamples) known.samples.push(...variable.samples.slice(0, 1));
      }
    }
    return [...found.values()];
  }

  #ofCase(index: number): KnownVariable[] {
    const columns = this.#columnsOf(index);
    if (columns === null) return this.#varsOf(index);
    const made = this.#varsOf(index);
    return [...made, ...columns.filter(({ name }) => made.every((other) => other.name !== name))];
  }

  /** `null` for a case without a dataset, or with one that was not read. */
  #columnsOf(index: number): KnownVariable[] | null {
    const dataset = this.#parsed.datasets.get(index);
    if (dataset === undefined || this.text(['cases', index, 'dataset']) !== dataset.path) return null;
    return dataset.columns.map((name) => {
      const rows = dataset.rows.slice(0, mostSamples);
      const samples = rows.map(({ values, number }) => ({ text: variableText(values[name] ?? ''), from: `row ${number}` }));
      return { name, dataset: dataset.path, samples };
    });
  }

  #varsOf(index: number): KnownVariable[] {
    const from = this.text(['cases', index, 'dataset']) ?? this.text(['cases', index, 'name']) ?? `case ${index + 1}`;
    return this.keys(['cases', index, 'vars']).map((name) => {
      return { name, dataset: null, samples: [{ text: variableText(this.at(['cases', index, 'vars', name])), from }] };
    });
  }
}

/** Values shown of a variable: more would be a list to read. */
const mostSamples = 2;

export interface KnownVariable {
  readonly name: string;
  /** The dataset that it is a column of. */
  readonly dataset: string | null;
  /** A few of its values, and which case or row they are of. */
  readonly samples: { readonly text: string; readonly from: string }[];
}

/** What the parser makes of a faulty text. */
function recovered(text: string, line: number | null): unknown {
  if (text.length > maxSuiteBytes) return null;
  const lines = text.split(/(?<=\n)/);
  const at = Math.min(line ?? 0, lines.length - 1);
  // Its dash stays: a case is still one.
  const dash = /^[\s-]*(?=\s)/.exec(lines[at] ?? '')?.[0].replace('\n', '') ?? '';
  const rest = line === null ? text : lines.with(at, `${dash}\n`).join('');
  try {
    return parseDocument(rest, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' }).toJS({
      maxAliasCount: 100,
    }) as unknown;
  } catch {
    return null;
  }
}
