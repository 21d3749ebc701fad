import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap, type YAMLSeq } from 'yaml';

/** Changes to the text of a suite that leave the rest of it, comments too, as it was written. JSON is YAML, too. */

/** Offsets in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function withName(text: string, name: string): string {
  const suite = suiteIn(text);
  const written = suite?.get('name', true);
  const quoted = JSON.stringify(name);
  if (isScalar(written) && written.range) return splice(text, { start: written.range[0], end: written.range[1] }, quoted);
  if (isJson(text)) return text.replace('{', () => `{\n  "name": ${quoted},`);
  return `name: ${quoted}\n${text}`;
}

/** `null` where it says none. */
export function suiteNameIn(text: string): string | null {
  const name = suiteIn(text)?.get('name');
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : null;
}

/** The names that the list of models has, as far as they are plain names. */
export function modelsOf(text: string): string[] {
  return modelList(text)?.items.flatMap(nameOf) ?? [];
}

/** Its models in place of those that are there, of which one that stays keeps its settings; without a list, the text as it was. */
export function withModels(text: string, models: readonly string[]): string {
  const list = modelList(text);
  if (!list?.range) return text;
  const [start, flowEnd] = list.range;
  const kept = takenFrom(text, list);
  if (list.flow === true) {
    const names = models.map((model) => kept(model) ?? (isJson(text) ? JSON.stringify(model) : plainOrQuoted(model)));
    return splice(text, { start, end: flowEnd }, `[${names.join(', ')}]`);
  }
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const names = models.map((model) => `- ${kept(model) ?? plainOrQuoted(model)}`);
  return splice(text, { start, end: lastLineEnd(text, list) }, names.join(`\n${indent}`));
}

/** Where one goes on in a new suite: at the first case's question, else at what the cases are made of. */
export function whereToGoOn(text: string): Span | null {
  const suite = suiteIn(text);
  const cases = suite?.get('cases', true);
  const first = isSeq(cases) ? cases.items[0] : undefined;
  const vars = isMap(first) ? first.get('vars', true) : undefined;
  const value = isMap(vars) ? vars.items[0]?.value : undefined;
  const node = [value, first, suite?.get('prompt', true)].find((one) => isScalar(one) || isMap(one));
  if (!(isScalar(node) || isMap(node)) || !node.range) return null;
  const [start, end] = node.range;
  // The whole of a mapping is no text to be typed over.
  return isMap(node) ? { start, end: start } : { start, end: start + text.slice(start, end).trimEnd().length };
}

function suiteIn(text: string): YAMLMap | null {
  const document: Document.Parsed = parseDocument(text, { uniqueKeys: false, prettyErrors: false });
  return document.errors.length === 0 && isMap(document.contents) ? document.contents : null;
}

function modelList(text: string): YAMLSeq | null {
  const list = suiteIn(text)?.get('models', true);
  return isSeq(list) && list.items.length > 0 ? list : null;
}

/** Gives each entry of a model as it is written, once: a model may be there with several settings. */
function takenFrom(text: string, { items }: YAMLSeq): (model: string) => string | undefined {
  const left = items.flatMap((item) => {
    const range = isScalar(item) || isMap(item) ? item.range : null;
    const [name] = nameOf(item);
    return range && name !== undefined ? [{ name, written: text.slice(range[0], range[1]).trimEnd() }] : [];
  });
  return (model) => {
    const at = left.findIndex(({ name }) => name === model);
    return at === -1 ? undefined : left.splice(at, 1)[0]?.written;
  };
}

function nameOf(item: unknown): string[] {
  const name = isMap(item) ? item.get('model') : isScalar(item) ? item.value : undefined;
  return typeof name === 'string' ? [name] : [];
}

/** With the comment after its last item. */
function lastLineEnd(text: string, { items, range }: YAMLSeq): number {
  const last = items.at(-1);
  const [from, to] = ((isScalar(last) || isMap(last)) && last.range) || range || [0, 0];
  const end = from + text.slice(from, to).trimEnd().length;
  const newline = text.indexOf('\n', end);
  return newline === -1 ? text.length : newline;
}

function plainOrQuoted(model: string): string {
  return /^\w[\w./:@+-]*$/.test(model) && !model.endsWith(':') ? model : JSON.stringify(model);
}

function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

function splice(text: string, { start, end }: Span, written: string): string {
  return text.slice(0, start) + written + text.slice(end);
}
