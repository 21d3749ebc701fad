import { isMap, isScalar, isSeq, parseDocument, type Scalar, type YAMLSeq } from 'yaml';

/** A text to be put in at an offset, and where the model's name is in it. */
export interface Insertion {
  readonly offset: number;
  readonly newText: string;
  /** Offset of the name after the edit. */
  readonly nameAt: number;
}

/** Where a suite's list of models takes another, in the list's own style; `null` where there is no list that could. */
export function modelInsertion(text: string, ref: string): Insertion | null {
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false });
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const list = document.contents.get('models', true);
  if (!isSeq(list) || !list.range) return null;
  return list.flow === true ? intoFlow(text, list, ref) : intoBlock(text, list, ref);
}

/** Where the suite's list names a model, as offsets; `null` where it does not. */
export function modelPlace(text: string, ref: string): readonly [from: number, to: number] | null {
  const { contents } = parseDocument(text, { uniqueKeys: false, prettyErrors: false });
  const list = isMap(contents) ? contents.get('models', true) : null;
  if (!isSeq(list)) return null;
  const names = list.items.map((item) => (isMap(item) ? item.get('model', true) : item));
  return rangeOf(names.find((name) => isScalar(name) && name.value === ref));
}

/** `[a, b]`, on one line or several, and JSON. */
function intoFlow(text: string, list: YAMLSeq, ref: string): Insertion | null {
  const [start] = list.range ?? [0];
  const last = rangeOf(list.items.at(-1));
  const name = /^\s*\{/.test(text) ? JSON.stringify(ref) : written(list, ref, true);
  if (last === null) return insertion(start + 1, '', name);
  const before = text.slice(start, last[0]);
  // Where the last item stands on a line of its own, so does the new one.
  const line = /\r?\n[ \t]*$/.exec(before)?.[0];
  return insertion(endOf(text, last), `,${line ?? ' '}`, name);
}

/** `- a`, one a line. */
function intoBlock(text: string, list: YAMLSeq, ref: string): Insertion | null {
  const first = rangeOf(list.items[0]);
  const last = rangeOf(list.items.at(-1));
  if (first === null || last === null) return null;
  const dash = /(?:^|\n)([ \t]*)-([ \t]+)[^\n]*$/.exec(text.slice(0, first[0]).concat('x'));
  if (dash === null) return null;
  const lineEnd = text.indexOf('\n', endOf(text, last));
  const end = lineEnd === -1 ? text.length : lineEnd - (text[lineEnd - 1] === '\r' ? 1 : 0);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return insertion(end, `${eol}${dash[1]}-${dash[2]}`, written(list, ref, false));
}

function insertion(offset: number, before: string, name: string): Insertion {
  return { offset, newText: before + name, nameAt: offset + before.length };
}

function rangeOf(node: unknown): readonly [number, number] | null {
  const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : null;
  return range ? [range[0], range[1]] : null;
}

/** Without the white space that a block brings along. */
function endOf(text: string, [start, end]: readonly [number, number]): number {
  return start + text.slice(start, end).trimEnd().length;
}

/** In the quotes of the other models; in double ones where YAML would take the plain name for something else. */
function written(list: YAMLSeq, ref: string, flow: boolean): string {
  const style = list.items.findLast((item): item is Scalar => isScalar(item))?.type;
  if (style === 'QUOTE_SINGLE') return `'${ref.replaceAll("'", "''")}'`;
  const plain = style !== 'QUOTE_DOUBLE' && /^\w/.test(ref) && !/:$|\s/.test(ref) && !(flow && /[,[\]{}]/.test(ref));
  return plain ? ref : JSON.stringify(ref);
}
