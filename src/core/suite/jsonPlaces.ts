/** Where things stand in a JSON text; `JSON.parse` does not say it in a form that can be relied on. */
export interface JsonPlaces {
  /** Offset of the first character that is not JSON; `null` where the text is well formed. */
  readonly fault: number | null;
  /** Offsets of the entries of the outermost list. */
  readonly entries: readonly number[];
}

const token =
  /[ \t\r\n]*(?:([{}[\],:])|("[ !#-[\]-\uFFFF]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[ !#-[\]-\uFFFF]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)\b))/y;

type Awaited = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

export function jsonPlaces(text: string): JsonPlaces {
  const scanner = new RegExp(token);
  const open: string[] = [];
  const entries: number[] = [];
  let awaited: Awaited = 'value';
  let offset = 0;
  while (awaited !== 'nothing') {
    scanner.lastIndex = offset;
    const match = scanner.exec(text);
    if (match === null) return { fault: afterSpace(text, offset), entries };
    const start = scanner.lastIndex - (match[1] ?? match[2] ?? match[3] ?? '').length;
    const isEntry = open.length === 1 && open[0] === '[' && awaited.startsWith('value') && match[1] !== ']';
    if (isEntry) entries.push(start);
    const next = step(awaited, match[1] ?? (match[2] === undefined ? 'literal' : 'string'), open);
    if (next === null) return { fault: start, entries };
    awaited = next;
    offset = scanner.lastIndex;
  }
  const rest = afterSpace(text, offset);
  return { fault: rest === text.length ? null : rest, entries };
}

function afterSpace(text: string, offset: number): number {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = offset;
  space.exec(text);
  return space.lastIndex;
}

/** What may follow; `null` where this token may not stand. Keeps the stack of open brackets. */
function step(awaited: Awaited, found: string, open: string[]): Awaited | null {
  const mayEnd = awaited.endsWith('or end');
  if (found === '}' || found === ']') {
    if (!mayEnd || open.pop() !== (found === '}' ? '{' : '[')) return null;
    return afterValue(open);
  }
  switch (awaited) {
    case 'colon':
      return found === ':' ? 'value' : null;
    case 'key':
    case 'key or end':
      return found === 'string' ? 'colon' : null;
    case 'comma or end':
      if (found !== ',') return null;
      return open.at(-1) === '{' ? 'key' : 'value';
    case 'value':
    case 'value or end':
      if (found === 'string' || found === 'literal') return afterValue(open);
      if (found !== '{' && found !== '[') return null;
      open.push(found);
      return found === '{' ? 'key or end' : 'value or end';
    case 'nothing':
      return null;
  }
}

function afterValue(open: readonly string[]): Awaited {
  return open.length === 0 ? 'nothing' : 'comma or end';
}
