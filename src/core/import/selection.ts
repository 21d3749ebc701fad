import { maxSuiteBytes } from '../suite/source.ts';
import type { ImportedSuite, ImportFault } from './notes.ts';
import { suiteText } from './suiteText.ts';
import { startModels } from './startModels.ts';

const mostQuestions = 1000;

/** Makes a suite of a text that somebody selected: one case of it, or one of each paragraph, list item or text in a JSON list. */
export function importSelection(text: string, models: readonly string[]): ImportedSuite | ImportFault {
  const questions = questionsIn(text);
  if (questions.length === 0) return { fault: 'There is no text to ask: select a question, or several.' };
  if (questions.length > mostQuestions) {
    return {
      fault: `These are ${questions.length} questions: put more than ${mostQuestions} into a CSV file, and make a suite of that.`,
    };
  }
  const written = suiteText(
    { models: startModels(models), prompt: '{{question}}', cases: questions.map((question) => ({ vars: { question } })) },
    ['Put your models into the list, and say for each case what a good answer is like.'],
    [
      {
        path: ['cases'],
        text: 'Beside `vars`, for example: expect: [{ contains: "30 days" }] or expect: [{ judge: "Polite, and answers the question" }]',
      },
    ],
  );
  if (Buffer.byteLength(written) > maxSuiteBytes)
    return { fault: 'The text is larger than 1 MiB: put it into a CSV file, and make a suite of that.' };
  return { text: written, notes: [] };
}

const item = /^\s{0,3}(?:[-*+•–]|\d{1,4}[.)])\s+/;

function questionsIn(text: string): string[] {
  const listed = jsonTexts(text) ?? listItems(text) ?? text.split(/\r?\n[^\S\n]*\r?\n/);
  return listed.map((question) => question.trim()).filter((question) => question !== '');
}

/** `["…", "…"]` */
function jsonTexts(text: string): string[] | null {
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
  } catch {
    return null;
  }
}

/** The items of a text that is a list and nothing else; lines that go on belong to the item before. */
function listItems(text: string): string[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.filter((line) => item.test(line)).length < 2 || !item.test(lines[0] ?? '')) return null;
  const items: string[] = [];
  for (const line of lines) {
    if (item.test(line)) items.push(line.replace(item, ''));
    else if (/^\s/.test(line)) items.push(`${items.pop() ?? ''}\n${line.trim()}`);
    else return null;
  }
  return items;
}
