import { makerWords } from './makers.ts';
import type { ModelPath } from './modelPath.ts';
import { takeMonth, takeStamp, type FoundStamp } from './stamp.ts';
import { wordsOf } from './words.ts';

/** A model's name taken apart: what tells the model from others, and what only says which form of it. */
export interface ModelName {
  readonly maker: string | null;
  readonly publisher: string | null;
  /** Family, tier, code name, and every word that is not known to mean less: sorted. */
  readonly words: readonly string[];
  /** In their order: `4.5`. */
  readonly versions: readonly string[];
  /** `70b`, sorted. */
  readonly sizes: readonly string[];
  /** What a mixture of experts is made of: `a22b`, `128e`. */
  readonly details: readonly string[];
  readonly date: FoundStamp | null;
  /** `001` */
  readonly revision: string | null;
  readonly stage: string | null;
  readonly tuning: string | null;
  readonly mode: Mode;
  /** Of its numbers: `FP8`. */
  readonly format: string | null;
  /** What else sets this form apart. */
  readonly notes: readonly Note[];
}

export interface Mode {
  readonly thinks: boolean | null;
  /** A word of the name itself, not in parentheses or after a colon: then it is another model. */
  readonly named: boolean;
  readonly effort: string | null;
}

/** A difference that leaves two names one model, more or less surely. */
export interface Note {
  readonly text: string;
  readonly confidence: 'likely' | 'guess';
}

const formats =
  /(?<![a-z0-9])(?:i?q[2-8](?:_[a-z0-9]+)*|fp\d+|bf16|f16|int[48]|nvfp4|mxfp4|awq|gptq|gguf|mlx|exl[23]|[2-8]-?bit|w\d+a\d+|qat)(?![a-z0-9])/g;
const stages = new Set(['preview', 'latest', 'exp', 'experimental', 'beta', 'alpha', 'stable']);
const tunings = new Set(['instruct', 'it', 'chat']);
const efforts = new Set(['minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'none']);
const thinking = new Set(['reasoning', 'thinking', 'think']);
const notThinking = /\b(?:non|no|not|without)[- _]?(?:reasoning|thinking|think)\b/g;
const notThinkingWord = 'nonreasoning';
const aside = /[([]([^)\]]*)[)\]]/g;

/** Suffixes of routers: ways to a model. */
const routes: ReadonlyMap<string, Note> = new Map([
  ['free', { text: 'as its free variant', confidence: 'likely' }],
  ['nitro', { text: 'routed for speed', confidence: 'likely' }],
  ['floor', { text: 'routed for price', confidence: 'likely' }],
  ['exacto', { text: 'routed to chosen hosts', confidence: 'likely' }],
  ['extended', { text: 'with a longer context', confidence: 'likely' }],
  ['online', { text: 'with a search of the web', confidence: 'guess' }],
]);

/** Sizes of which the maker made one only, so that names come with and without. */
const onlySizes: readonly { readonly word: RegExp; readonly sizes: ReadonlySet<string> }[] = [
  { word: /^maverick$/, sizes: new Set(['17b', '400b']) },
  { word: /^scout$/, sizes: new Set(['17b', '109b']) },
  { word: /^deepseek$/, sizes: new Set(['671b', '685b']) },
  { word: /^k2(?:\.\d+)?$/, sizes: new Set(['1t']) },
];

/** What is gathered while a name is read word by word. */
interface Reading {
  readonly words: Set<string>;
  readonly versions: string[];
  readonly sizes: string[];
  readonly details: string[];
  readonly notes: Note[];
  revision: string | null;
  stage: string | null;
  tuning: string | null;
  thinks: boolean | null;
  named: boolean;
  effort: string | null;
}

/** `null` where nothing is left that could tell a model. */
export function readName({ name, maker, publisher, notes }: ModelPath): ModelName | null {
  const lower = name
    .toLowerCase()
    .replaceAll(/(?<=[a-z0-9])\+/g, ' plus ')
    .replaceAll(notThinking, notThinkingWord);
  const route = /:([a-z]+)$/.exec(lower)?.[1] ?? null;
  const routed = route !== null && isRoute(route) ? route : null;
  const body = (routed === null ? lower : lower.slice(0, -routed.length - 1)).replaceAll(aside, ' ');
  const found = [...body.matchAll(formats)].map(([format]) => format.toUpperCase()).join(' ');
  const dated = takeStamp(body.replaceAll(formats, ' '));
  const reading = newReading(notes);
  let last = '';
  for (const word of wordsOf(dated.rest)) {
    readWord(word, last, reading);
    last = word;
  }
  let date = dated.found;
  for (const text of [...lower.matchAll(aside)].map(([, inner = '']) => inner).concat(routed ?? [])) {
    const noted = takeMonth(text);
    date ??= noted.found;
    for (const word of wordsOf(noted.rest)) readAside(word, reading);
  }
  return finished(reading, { maker, publisher, date, format: found === '' ? null : found });
}

/** After the colon of a router comes a way to the model, after that of a local server a form of it. */
function isRoute(suffix: string): boolean {
  return routes.has(suffix) || suffix === notThinkingWord || thinking.has(suffix);
}

function newReading(notes: readonly Note[]): Reading {
  const unread = { revision: null, stage: null, tuning: null, thinks: null, named: false, effort: null };
  return { words: new Set(), versions: [], sizes: [], details: [], notes: [...notes], ...unread };
}

function finished(
  reading: Reading,
  { maker: told, publisher, date, format }: Pick<ModelName, 'maker' | 'publisher' | 'date' | 'format'>,
): ModelName | null {
  const { versions, details, notes, revision, stage, tuning, thinks, named, effort } = reading;
  const words = new Set([...reading.words].filter((word) => !makerWords.has(word)));
  const maker = told ?? (words.has('deepseek') ? 'deepseek' : null);
  // `DeepSeek: R1`, `deepseek.r1`: the maker's name is the first half of the model's.
  if (maker === 'deepseek' && words.size + versions.length > 0) words.add('deepseek');
  if (words.size === 0) return null;
  return {
    maker,
    publisher,
    words: [...words].toSorted(),
    versions,
    sizes: tellingSizes(reading.sizes, words),
    details: details.toSorted(),
    date,
    revision,
    stage,
    tuning,
    mode: { thinks, named, effort },
    format,
    notes,
  };
}

function tellingSizes(sizes: readonly string[], words: ReadonlySet<string>): readonly string[] {
  const only = words.has('distill') ? [] : onlySizes.filter(({ word }) => [...words].some((each) => word.test(each)));
  return sizes.filter((size) => !only.some((one) => one.sizes.has(size))).toSorted();
}

function readWord(word: string, last: string, reading: Reading): void {
  if (stages.has(word)) reading.stage = word;
  else if (tunings.has(word)) reading.tuning = word === 'it' ? 'instruct' : word;
  else if (thinking.has(word) || word === notThinkingWord) {
    reading.thinks = word !== notThinkingWord;
    reading.named = true;
  } else if (word === 'high' || word === 'low') reading.effort = word;
  else if (/^\d+(?:\.\d+)?[bt]$|^\d+x\d+b$|^\d{2,}m$|^e\d+b$/.test(word)) reading.sizes.push(word);
  else if (/^a\d+(?:\.\d+)?b$|^\d+e$/.test(word)) reading.details.push(word);
  else if (/^0\d\d$/.test(word)) reading.revision = word;
  else if (/^\d+(?:\.\d+)*$/.test(word)) reading.versions.push(word);
  else if (isHosts(word, last, reading)) reading.notes.push({ text: `served as “${word}”`, confidence: 'likely' });
  else reading.words.add(word);
}

/** Words by which hosts name how they serve a model: Together's quantised `-Instruct-Turbo`, Groq's `-70b-versatile`. */
function isHosts(word: string, last: string, { words, sizes }: Reading): boolean {
  if (tunings.has(last)) return /^(?:turbo|lite|tput|reference)$/.test(word);
  return sizes.includes(last) && words.has('llama') && /^(?:versatile|instant)$/.test(word);
}

function readAside(word: string, reading: Reading): void {
  const route = routes.get(word);
  if (route) reading.notes.push(route);
  else if (thinking.has(word) || word === notThinkingWord) reading.thinks = word !== notThinkingWord;
  else if (efforts.has(word) || /^\d+k$/.test(word)) reading.effort = word;
  else if (stages.has(word)) reading.stage = word;
  else if (word !== 'effort' && word !== 'adaptive') reading.words.add(word);
}
