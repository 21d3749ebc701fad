import { parse } from 'yaml';
import type { SuiteInput } from '../../suite/schema.ts';
import { readTable } from '../../suite/datasetRows.ts';
import { UniqueIds } from '../../suite/uniqueIds.ts';
import type { ImportNotes } from '../notes.ts';
import { asList, asRecord, asText } from '../values.ts';
import { pathOf, plain } from './files.ts';
import type { ConfigFiles } from './files.ts';
import { templateOf } from './templates.ts';

/** What a suite says of its prompts. */
export type PromptDraft = Pick<SuiteInput, 'system' | 'prompt' | 'prompts'>;
type PromptInput = Exclude<NonNullable<SuiteInput['prompts']>[number], string>;

/** A prompt as promptfoo gives it. */
interface RawPrompt {
  readonly text: string;
  readonly label: string | null;
  readonly place: string;
}

const textFile = /^(?!.*\n)\S+\.(?:txt|md|j2|json|ya?ml|csv)$/i;
const program =
  /^(?:exec:|python:|file:\/\/.*\.(?:[cm]?[jt]s|py|sh|rb)(?::\w+)?$|(?:\S*\/)?\S+\.(?:[cm]?[jt]s|py|sh|rb|pl)(?::\w+)?$)/i;

/** Reads the prompts of a configuration, those in files included. */
export async function readPrompts(value: unknown, files: ConfigFiles, notes: ImportNotes): Promise<PromptInput[]> {
  const ids = new UniqueIds();
  const prompts: PromptInput[] = [];
  for (const [index, entry] of asList(value).entries()) {
    for (const raw of await rawPrompts(entry, `prompts[${index}]`, files, notes)) {
      const made = promptOf(raw, notes);
      if (made === null) continue;
      const id = raw.label === null ? null : ids.take(raw.label.slice(0, 70) || 'prompt');
      prompts.push(id === null ? made : { id, ...made });
    }
  }
  return prompts;
}

async function rawPrompts(entry: unknown, place: string, files: ConfigFiles, notes: ImportNotes): Promise<RawPrompt[]> {
  const record = asRecord(entry);
  const written = asText(entry) ?? asText(record.raw) ?? asText(record.id);
  const label = asText(record.label) ?? null;
  if (written === null) {
    notes.leftOut(place, 'This prompt is none that can be read: write its text.');
    return [];
  }
  if (/^(?:langfuse|portkey|helicone):\/\//.test(written) || program.test(written)) {
    notes.leftOut(place, `\`${written.slice(0, 60)}\` makes the prompt elsewhere: write the text that it makes.`);
    return [];
  }
  if (!written.startsWith('file://') && !textFile.test(written)) return [{ text: written, label, place }];
  const text = await files.text(written, place);
  if (text === null) return [];
  return partsOf(text, pathOf(written), place, notes).map((part) => ({ ...part, label: part.label ?? label }));
}

/** A CSV has a prompt in each row, a text one between lines of `---`. */
function partsOf(text: string, path: string, place: string, notes: ImportNotes): RawPrompt[] {
  const name = `${place} (${path})`;
  if (/\.csv$/i.test(path)) {
    const table = readTable(path, text);
    if ('fault' in table) {
      notes.leftOut(place, `\`${path}\` cannot be read, line ${table.line + 1}: ${table.fault}`);
      return [];
    }
    return table.rows.map(({ values }) => ({
      text: asText(values.prompt) ?? '',
      label: asText(values.label) || null,
      place: name,
    }));
  }
  if (/\.(?:json|ya?ml)$/i.test(path)) return [{ text, label: path, place: name }];
  const parts = text.split(/^---\s*$/m).map((part) => part.trim());
  const written = parts.filter((part) => part !== '');
  return written.map((part) => ({ text: part, label: written.length === 1 ? path : null, place: name }));
}

function promptOf({ text, place }: RawPrompt, notes: ImportNotes): PromptInput | null {
  const chat = chatOf(text);
  if (chat === null) {
    const template = templateOf(text, place, notes);
    if (template.trim() !== '') return { template };
    notes.leftOut(place, 'This prompt is empty: write one.');
    return null;
  }
  const [first, ...rest] = chat;
  const system = first?.role === 'system' || first?.role === 'developer' ? first.content : null;
  const turns = system === null ? chat : rest;
  const [only] = turns;
  if (turns.length !== 1 || only === undefined || only.role !== 'user' || only.content === null || only.content.trim() === '') {
    notes.leftOut(
      place,
      'A conversation of several turns, or with more than text, is not taken over: a prompt here is a system text and one question.',
    );
    return null;
  }
  const template = templateOf(only.content, place, notes);
  return { ...(system === null ? {} : { system: templateOf(system, place, notes) }), template: template || ' ' };
}

interface Turn {
  readonly role: string;
  readonly content: string | null;
}

/** The turns of a prompt that is a chat in JSON or YAML; `null` for a plain text. */
function chatOf(text: string): Turn[] | null {
  if (!/^\s*(?:\[\s*\{|-\s+(?:role|content)\s*:)/.test(text)) return null;
  let value: unknown;
  try {
    value = plain(parse(text, { logLevel: 'error' }));
  } catch {
    return null;
  }
  if (!Array.isArray(value) || !value.every((turn) => typeof asRecord(turn).role === 'string')) return null;
  return value.map((turn) => {
    const { role, content } = asRecord(turn);
    const [part] = asList(content);
    const text = asText(content) ?? (asList(content).length === 1 ? asText(asRecord(part).text) : null);
    return { role: String(role), content: text };
  });
}
