import { stringify } from 'yaml';
import type * as z from 'zod';
import { suiteJsonSchema } from '../jsonSchema.ts';
import type { Path } from '../source.ts';
import { fenced } from './markdown.ts';

/** The JSON Schema that is shipped is the one source of what a key means and takes. */
export type SchemaNode = z.core.JSONSchema.BaseSchema;

let root: SchemaNode | undefined;

function schema(): SchemaNode {
  return (root ??= suiteJsonSchema() as SchemaNode);
}

/** What may stand at a path, each form of it; none where the format has no such place. */
export function formsAt(path: Path): readonly SchemaNode[] {
  return path.reduce<readonly SchemaNode[]>((forms, step) => forms.flatMap((form) => inner(form, step)), formsOf(schema()));
}

/** Keys of the maps that may stand at a path, in the order of the format. */
export function keysAt(path: Path): readonly (readonly [key: string, node: SchemaNode])[] {
  return formsAt(path).flatMap((form) =>
    Object.entries(form.properties ?? {}).map(([key, node]) => [key, asNode(node)] as const),
  );
}

/** The key itself with its description, of the map at `path`; `null` for names of the author's own. */
export function keyNode(path: Path, key: string): SchemaNode | null {
  return keysAt(path).find(([name]) => name === key)?.[1] ?? null;
}

/** The values that a place may have, where these are few: none where any text will do. */
export function choicesAt(path: Path): readonly (string | boolean)[] {
  const forms = formsAt(path);
  const isOpen = forms.some(({ type, enum: choices }) => [type].flat().includes('string') && choices === undefined);
  return isOpen ? [] : forms.flatMap(choicesOf);
}

export function choicesOf({ enum: choices, const: only, type }: SchemaNode): readonly (string | boolean)[] {
  if (choices) return choices.filter((choice) => typeof choice === 'string');
  if (only === true) return [true];
  return type === 'boolean' ? [true, false] : [];
}

/** What a key means, and how it is written. */
export function helpOn(key: string, node: SchemaNode, style: 'yaml' | 'json'): string {
  const [example] = node.examples ?? formsOf(node).flatMap(({ examples = [] }) => examples);
  const forms = (node.examples ?? [example]).slice(0, 2).filter((each) => each !== undefined);
  const parts = [node.description ?? '', ...forms.map((each) => fenced(written(key, each, style), style))];
  return parts.filter((part) => part !== '').join('\n\n');
}

function written(key: string, example: unknown, style: 'yaml' | 'json'): string {
  if (style === 'json') return `${JSON.stringify(key)}: ${JSON.stringify(example)}`;
  const flat = stringify({ [key]: example }, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return flat.replace(/^\{ ?/, '').replace(/ ?\}$/, '');
}

/** A reference or a choice of forms, followed to the forms themselves. */
export function formsOf(node: SchemaNode): readonly SchemaNode[] {
  if (node.$ref !== undefined) {
    const target = (schema().definitions as Readonly<Record<string, unknown>> | undefined)?.[
      node.$ref.replace('#/definitions/', '')
    ];
    return target === undefined ? [] : formsOf(asNode(target));
  }
  const choices = node.anyOf ?? node.allOf;
  return choices === undefined ? [node] : choices.flatMap((choice) => formsOf(asNode(choice)));
}

function inner(form: SchemaNode, step: string | number): readonly SchemaNode[] {
  if (typeof step === 'number')
    return form.items === undefined ? [] : [form.items].flat().flatMap((item) => formsOf(asNode(item)));
  const known = form.properties?.[step] ?? form.additionalProperties;
  return known === undefined ? [] : formsOf(asNode(known));
}

/** `true` and `false` are schemas too: they say nothing. */
function asNode(node: unknown): SchemaNode {
  return typeof node === 'object' && node !== null ? (node as SchemaNode) : {};
}
