import { Document, isMap, isNode, isPair, isScalar, isSeq, visit } from 'yaml';
import type { SuiteInput } from '../suite/schema.ts';
import type { Path } from '../suite/source.ts';

/** A comment above one place of the suite. */
export interface PlacedComment {
  readonly path: Path;
  readonly text: string;
}

const longestComment = 500;

/** Writes a suite file, with comments at its head and at places. */
export function suiteText(suite: SuiteInput, head: readonly string[], comments: readonly PlacedComment[] = []): string {
  const document = new Document(suite, { aliasDuplicateObjects: false });
  document.commentBefore = head.map(commentLine).join('\n');
  for (const { path, text } of comments) comment(document, path, text);
  if (isMap(document.contents)) {
    for (const { key } of document.contents.items) {
      if (isNode(key) && spacedKeys.includes(String(key))) key.spaceBefore = true;
    }
  }
  visit(document, { Collection: (_, node, path) => void (isShort(node.toJSON(), path.at(-1)) && (node.flow = true)) });
  // No line is folded: a prompt stays in one piece.
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const spacedKeys = ['models', 'system', 'prompt', 'prompts', 'cases', 'expect'];

const widest = 70;

/** What reads best on one line: a short list, and a short mapping that is the value of a key. */
function isShort(value: unknown, owner: unknown): boolean {
  if (typeof value !== 'object' || value === null || JSON.stringify(value).length > widest) return false;
  const plain = Object.values(value).every((inner) => typeof inner !== 'object' && !String(inner).includes('\n'));
  if (!plain || !isPair(owner)) return false;
  const key = isScalar(owner.key) ? owner.key.value : null;
  return Array.isArray(value) ? key !== 'models' && key !== 'prompts' : key !== 'vars';
}

function comment(document: Document, path: Path, text: string): void {
  const owner = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1) ?? '';
  const pair = isMap(owner) ? owner.items.find(({ key }) => String(key) === last) : undefined;
  const node = isSeq(owner) ? owner.items[Number(last)] : pair?.key;
  if (isNode(node)) node.commentBefore = commentLine(text);
}

/** One line: line breaks and other control characters would end the comment. */
function commentLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029\uFEFF]+/gu, ' ').trim();
  return ` ${line.length > longestComment ? `${line.slice(0, longestComment - 1)}…` : line}`;
}
