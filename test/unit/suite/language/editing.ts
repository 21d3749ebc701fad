import { ParsedSuites, type ParsedSuite } from '../../../../src/core/suite/language/parsed.ts';
import type { LanguageSources, ModelFacts } from '../../../../src/core/suite/language/sources.ts';
import type { KnownModels, SuiteEdit } from '../../../../src/core/suite/language/spec.ts';
import type { TextPosition, TextRange } from '../../../../src/shared/model/problem.ts';
import type { PriceRow } from '../../../../src/shared/model/usage.ts';
import { memoryReader, options } from '../helpers.ts';

/** Where the cursor is, in the texts of these tests. */
const cursor = '▮';

export interface Editing {
  readonly parsed: ParsedSuite;
  readonly at: TextPosition;
  readonly text: string;
}

/** A suite with a `▮` where the cursor is; a text that begins with a brace is JSON. */
export async function editing(marked: string, files: Readonly<Record<string, string>> = {}): Promise<Editing> {
  const { text, at } = unmarked(marked);
  const suites = new ParsedSuites({ reader: memoryReader(files).reader, stampOf: async () => '', optionsFor: () => options });
  const path = text.trimStart().startsWith('{') ? '/w/a.bench.json' : '/w/a.bench.yaml';
  return { parsed: await suites.parse({ path, root: '/w', text }), at, text };
}

export function unmarked(marked: string): { text: string; at: TextPosition } {
  const before = marked.slice(0, marked.indexOf(cursor)).split('\n');
  return { text: marked.replace(cursor, ''), at: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
}

/** What a range covers. */
export function covered(text: string, { start, end }: TextRange): string {
  return text.slice(offsetOf(text, start), offsetOf(text, end));
}

export function edited(text: string, edits: readonly SuiteEdit[]): string {
  const last = [...edits].sort((a, b) => offsetOf(text, b.range.start) - offsetOf(text, a.range.start));
  return last.reduce((sum, { range, newText }) => {
    return sum.slice(0, offsetOf(text, range.start)) + newText + sum.slice(offsetOf(text, range.end));
  }, text);
}

function offsetOf(text: string, { line, character }: TextPosition): number {
  const before = text.split('\n').slice(0, line);
  return before.reduce((sum, { length }) => sum + length + 1, 0) + character;
}

export const nothingKnown: KnownModels = { listed: [], endpoints: [], disabled: {}, schemaIsServed: false };

const price: PriceRow = {
  inputPerMTok: 0.25,
  outputPerMTok: 2,
  cachedInputPerMTok: null,
  cacheWritePerMTok: null,
  source: 'genai-prices',
  matchedModel: 'gpt-5-mini',
  exact: true,
};

function facts(ref: string, more: Partial<ModelFacts> = {}): ModelFacts {
  const unsaid = { name: null, about: null, price: null, contextTokens: null, note: null };
  return { ref, provider: 'OpenAI', ...unsaid, use: 'answers', deprecated: false, ...more };
}

export const sources: LanguageSources = {
  models: async () => [
    facts('openai/gpt-5-mini', { name: 'GPT-5 *mini*', about: 'Small <b>and</b> quick.', price, contextTokens: 400_000 }),
    facts('openai/gpt-3', { deprecated: true }),
    facts('openai/text-embedding-3-small', { use: 'vectors' }),
    facts('anthropic/claude-haiku-4-5', { note: 'disabled: too dear' }),
  ],
  datasetFiles: async () => ['data/orders.csv', 'more.jsonl'],
};
