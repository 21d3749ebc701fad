import { fields, list, requireText } from './read.ts';
import { fnv1a } from './random.ts';
import { tokenize } from './tokens.ts';
import { WireFault } from './wire.ts';

export const embeddingsPath = '/v1/embeddings';
const dimensions = 256;
/** Most texts of one request, as with OpenAI. */
const maxTexts = 2048;

export interface EmbeddingsRequest {
  readonly model: string;
  readonly texts: readonly string[];
  readonly base64: boolean;
}

/** OpenAI's request. https://platform.openai.com/docs/api-reference/embeddings/create */
export function readEmbeddings(body: unknown): EmbeddingsRequest {
  const input = fields(body);
  if (input['dimensions'] !== undefined)
    throw new WireFault('bad-request', 'dimensions: not supported by this model', 'dimensions');
  return {
    model: requireText(input['model'], 'model'),
    texts: textsOf(input['input']),
    base64: formatOf(input['encoding_format']) === 'base64',
  };
}

function textsOf(input: unknown): readonly string[] {
  const texts = typeof input === 'string' ? [input] : list(input);
  const valid = texts.length > 0 && texts.length <= maxTexts;
  if (valid && texts.every((text) => typeof text === 'string' && text !== '')) return texts as readonly string[];
  throw new WireFault(
    'bad-request',
    `input: a text, or a list of 1 to ${maxTexts} texts, is required; none may be empty`,
    'input',
  );
}

function formatOf(value: unknown): 'float' | 'base64' {
  if (value === undefined || value === 'float' || value === 'base64') return value ?? 'float';
  throw new WireFault('bad-request', "encoding_format: must be 'float' or 'base64'", 'encoding_format');
}

export function embeddingsBody({ model, texts, base64 }: EmbeddingsRequest): object {
  const tokens = texts.reduce((sum, text) => sum + tokenize(text).length, 0);
  const data = texts.map((text, index) => {
    const vector = embed(text);
    return { object: 'embedding', index, embedding: base64 ? littleEndian(vector) : vector };
  });
  return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/**
 * A vector of length 1 in which texts of like words lie near each other: words are hashed into its places, and, at half
 * the weight, groups of three letters, so that "refund" and "refunds" are not strangers.
 */
export function embed(text: string): readonly number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  const add = (part: string, weight: number) => {
    const place = fnv1a(part) % dimensions;
    vector[place] = (vector[place] ?? 0) + weight;
  };
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(word, 1);
    for (let start = 0; start + 3 <= word.length; start += 1) add(`~${word.slice(start, start + 3)}`, 0.5);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector.with(0, 1) : vector.map((value) => value / length);
}

/** Of two vectors of length 1. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function littleEndian(vector: readonly number[]): string {
  const bytes = Buffer.alloc(4 * vector.length);
  vector.forEach((value, index) => bytes.writeFloatLE(value, 4 * index));
  return bytes.toString('base64');
}
