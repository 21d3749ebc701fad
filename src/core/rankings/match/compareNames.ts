import type { MatchConfidence } from '../../../shared/model/rankings.ts';
import type { Mode, ModelName, Note } from './modelName.ts';
import { isSameStamp } from './stamp.ts';

export interface Likeness {
  readonly confidence: Exclude<MatchConfidence, 'corrected'>;
  /** Empty where it is exact. */
  readonly because: string;
}

type Difference = Note | 'another' | null;

/** How sure it is that two names mean one model; `null`: they do not. Words, versions and sizes decide; the rest lowers confidence. */
export function compareNames(outside: ModelName, known: ModelName): Likeness | null {
  if (keyOf(outside, false) !== keyOf(known, false)) return null;
  const differences = [
    maker(outside, known),
    publisher(outside, known),
    sizes(outside, known),
    details(outside, known),
    date(outside, known),
    revision(outside, known),
    stage(outside, known),
    tuning(outside, known),
    mode(outside, known),
    format(outside, known),
    ...notesOfOne(outside.notes, known.notes),
    ...notesOfOne(known.notes, outside.notes),
  ];
  if (differences.includes('another')) return null;
  const notes = differences.filter((found): found is Note => found !== null && found !== 'another');
  return {
    confidence: notes.length === 0 ? 'exact' : notes.some(({ confidence }) => confidence === 'guess') ? 'guess' : 'likely',
    because: [...new Set(notes.map(({ text }) => text))].join('; '),
  };
}

/** What two names of one model have in common; with the sizes, unless one of the names may do without. */
export function keyOf({ words, versions, sizes }: ModelName, withSizes: boolean): string {
  return [words.join(' '), versions.join(' '), ...(withSizes ? [sizes.join(' ')] : [])].join('|');
}

function notesOfOne(notes: readonly Note[], others: readonly Note[]): readonly Note[] {
  return notes.filter(({ text }) => !others.some((other) => other.text === text));
}

const likely = (text: string): Note => ({ text, confidence: 'likely' });
const guess = (text: string): Note => ({ text, confidence: 'guess' });

function maker(a: ModelName, b: ModelName): Difference {
  return a.maker !== null && b.maker !== null && a.maker !== b.maker ? 'another' : null;
}

/** Whoever publishes a model may have changed it. */
function publisher(a: ModelName, b: ModelName): Difference {
  const plain = (name: string | null): string => (name ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return plain(a.publisher) === plain(b.publisher) ? null : likely(`as published by ${b.publisher ?? a.publisher ?? ''}`);
}

/**
 * A board that gives no size may mean the only one there is; one that gives it means that one. Of families whose sizes nobody
 * tells, `gemini-1.5-flash-8b` is a model of its own.
 */
function sizes(outside: ModelName, known: ModelName): Difference {
  const own = known.sizes.join(' ');
  if (outside.sizes.join(' ') === own) return null;
  const open = outside.sizes.length === 0 && !known.words.some((word) => /^(?:gemini|gpt|claude|grok)$/.test(word));
  return open ? guess(`the size ${own} is in your id only`) : 'another';
}

function details(a: ModelName, b: ModelName): Difference {
  const [one, other] = [a.details.join(' '), b.details.join(' ')];
  if (one === other) return null;
  return one === '' || other === '' ? likely(`without ${one || other}`) : 'another';
}

function date(a: ModelName, b: ModelName): Difference {
  if (a.date !== null && b.date !== null) return isSameStamp(a.date.stamp, b.date.stamp) ? null : 'another';
  const one = a.date ?? b.date;
  if (one === null) return null;
  const text = `without the date ${one.text}`;
  return a.words.some((word) => renewedByDate.test(word)) ? guess(text) : likely(text);
}

/** Families that give new weights the old name and a date: `deepseek-r1-0528` is not what `deepseek-r1` was. */
const renewedByDate = /^(?:deepseek|qwen|kimi|glm|mistral|\w*stral)$/;

function revision(a: ModelName, b: ModelName): Difference {
  if (a.revision === b.revision) return null;
  return a.revision !== null && b.revision !== null
    ? 'another'
    : likely(`without the revision ${a.revision ?? b.revision ?? ''}`);
}

/** An experiment, or a dated preview, is a state of its own, which the model that came of it need not be like. */
function stage(a: ModelName, b: ModelName): Difference {
  if (a.stage === b.stage) return null;
  if (a.stage !== null && b.stage !== null) return guess(`“${a.stage}” against “${b.stage}”`);
  const [staged, plain] = a.stage === null ? [b, a] : [a, b];
  if (staged.stage === 'latest') return likely('“latest” may mean a newer one by now');
  const text = `without “${staged.stage ?? ''}”`;
  const apart = staged.stage?.startsWith('exp') === true || (staged.date !== null && plain.date === null);
  return apart ? guess(text) : likely(text);
}

/** Of OpenAI's models the ones that chat or follow instructions are others, sold beside the plain ones. */
function tuning(a: ModelName, b: ModelName): Difference {
  if (a.tuning === b.tuning) return null;
  if (a.words.includes('gpt')) return 'another';
  if (a.tuning !== null && b.tuning !== null) return guess(`“${a.tuning}” against “${b.tuning}”`);
  return likely(`without “${a.tuning ?? b.tuning ?? ''}”`);
}

function mode(outside: ModelName, known: ModelName): Difference {
  const [a, b] = [outside.mode, known.mode];
  if (isContrary(a.effort, b.effort) || isContrary(a.thinks, b.thinks)) return 'another';
  if (a.thinks !== b.thinks && (a.thinks === null ? b : a).named) return 'another';
  if (a.thinks === true && b.thinks === null && known.tuning === 'instruct' && outside.tuning === null) {
    return guess('measured with reasoning, and yours is the instruct model');
  }
  const [measured, own] = [modeText(a), modeText(b)];
  if (measured === own) return null;
  return likely(measured === '' ? `yours is asked ${own}, and the board does not say` : `measured ${measured}`);
}

function isContrary<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** Of a board's variant: `at high effort`, `without reasoning`; empty for the plain one. */
export function modeText({ thinks, effort }: Mode): string {
  if (thinks === false) return 'without reasoning';
  if (effort !== null) return `at ${effort} effort`;
  return thinks === true ? 'with reasoning' : '';
}

/** Down to four bits a model gives other answers. */
function format(a: ModelName, b: ModelName): Difference {
  if (a.format === b.format) return null;
  const text = `quantised: ${[a.format, b.format].filter((one) => one !== null).join(' against ')}`;
  return /Q[2-4]|INT4|FP4|[2-4]-?BIT|AWQ|GPTQ|W4/.test(text) ? guess(text) : likely(text);
}
