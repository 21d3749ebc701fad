/** The messages of the extension's code: what `l10n.t` is called with. */

export interface FoundMessages {
  readonly messages: readonly string[];
  /** Calls whose text is no plain literal, by line: nobody could translate it. */
  readonly faults: readonly string[];
}

const call = /\bl10n\s*\.t\(\s*/g;
const literal = /^(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)\s*[,)]/s;

export function messagesIn(source: string): FoundMessages {
  const messages: string[] = [];
  const faults: string[] = [];
  for (const { index, 0: opening } of source.matchAll(call)) {
    const rest = source.slice(index + opening.length);
    const found = literal.exec(rest);
    const text = found?.[1] ?? found?.[2] ?? found?.[3];
    if (text === undefined) faults.push(`line ${source.slice(0, index).split('\n').length}: ${rest.slice(0, 40)}`);
    else messages.push(unescaped(text));
  }
  return { messages, faults };
}

/** `{0}`, `{1}`, … of a message, each once, in order. */
export function placesIn(message: string): number[] {
  return [...new Set([...message.matchAll(/\{(\d+)\}/g)].map(([, place]) => Number(place)))].toSorted((a, b) => a - b);
}

const letters: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

/** A language that nobody speaks: longer, accented, and still to be read. Places stay as they are. */
export function pseudo(message: string): string {
  const words = message.split(/(\{\d+\}|\$\([\w-]+\))/).map((part, index) => {
    return index % 2 === 1 ? part : part.replaceAll(/[aeiou]/gi, (letter) => letters[letter] ?? letter);
  });
  return `⟦${words.join('')} ${'~'.repeat(Math.ceil(message.length / 4))}⟧`;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|(.))/gis, (_, long?: string, short?: string, other?: string) =>
    other === undefined ? String.fromCodePoint(Number.parseInt(long ?? short ?? '', 16)) : (escapes[other] ?? other),
  );
}
