import { makerNamed } from './makers.ts';
import type { Note } from './modelName.ts';

/** An id with what stands before the model's name in it. */
export interface ModelPath {
  readonly maker: string | null;
  /** Whoever published it, where that is no maker that is known: `bartowski`. */
  readonly publisher: string | null;
  readonly name: string;
  readonly notes: readonly Note[];
}

const geographies = /^(us-gov|us|eu|apac|jp|au|ca|global)\./;
/** Folders of a path that tell nothing of the model. */
const neutral =
  /^(?:accounts|fireworks|models|copilot|publishers|library|hf\.co|huggingface\.co|pro|@cf|@hf|openrouter|vertex|bedrock|azure)$/i;

/** `openai/gpt-oss-20b`, `us.anthropic.claude-sonnet-4-5-20250929-v1:0`, `accounts/fireworks/models/kimi-k2p5`. */
export function readPath(path: string): ModelPath {
  const parts = path.replace(/^~/, '').split('/');
  const last = parts.at(-1) ?? '';
  const folder = parts.slice(0, -1).findLast((part) => !neutral.test(part)) ?? null;
  const geography = geographies.exec(last)?.[1] ?? null;
  const local = geography === null ? last : last.slice(geography.length + 1);
  const dotted = makerNamed(/^([a-z][a-z0-9]*)\.(?=[a-z])/.exec(local)?.[1] ?? null);
  const maker = dotted ?? makerNamed(folder);
  return {
    maker,
    publisher: maker === null ? folder : null,
    name: dotted === null ? local : withoutAwsVersion(local.slice(local.indexOf('.') + 1), dotted),
    notes: geography === null ? [] : [{ text: `served in the region “${geography}”`, confidence: 'likely' }],
  };
}

/** What AWS adds: `-v1:0`, for OpenAI's `-1:0`, to Claude models `-v2:0` or `-v1` as well. Mistral's `-v0:2` is its own 0.2. */
function withoutAwsVersion(name: string, maker: string): string {
  const plain = maker === 'anthropic' ? name.replace(/-v\d+(?::\d+)?$/, '') : name.replace(/-v?1:\d+$/, '');
  return plain.replace(/-v0:(\d+)$/, '-v0.$1').replace(/:0$/, '');
}
