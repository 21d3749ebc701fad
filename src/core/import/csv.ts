import { readTable } from '../suite/datasetRows.ts';
import type { DatasetTable } from '../suite/datasetRows.ts';
import { sameLabel } from '../suite/expectSchema.ts';
import type { ExpectationInput } from '../suite/expectSchema.ts';
import type { ImportedSuite, ImportFault } from './notes.ts';
import { startModels } from './startModels.ts';
import { suiteText } from './suiteText.ts';

const questionNames = ['question', 'prompt', 'input', 'query', 'instruction', 'text', 'message', 'problem', 'task'];
const answerNames = [
  ...['expected', 'expectedanswer', 'expectedoutput', 'answer', 'correctanswer', 'label', 'target', 'output', 'reference'],
  ...['groundtruth', 'gold', 'solution', 'completion', 'ideal', 'response'],
];
const categoryNames = ['category', 'subject', 'topic', 'kind', 'group', 'domain', 'type'];

/** Fewer rows than this are all asked at once. */
const askedAtOnce = 200;
const firstSample = 100;
const mostLabels = 12;
const longestLabel = 40;
const longestShort = 60;

interface Columns {
  readonly question: string;
  readonly answer: string | null;
  readonly category: string | null;
  /** Columns of the options A, B, … of a multiple-choice question. */
  readonly options: readonly string[];
}

/** How answers are judged: the expectation, what the question has to ask for, and a word on it. */
interface Judging {
  readonly expect: ExpectationInput | null;
  readonly ask: string;
  readonly comment: string;
}

/**
 * Makes a suite of a CSV file, which stays where it is.
 * @param path as the suite, beside the file, will name it
 */
export function importCsv(text: string, path: string, models: readonly string[]): ImportedSuite | ImportFault {
  const table = readTable(path, text);
  if ('fault' in table) return { fault: `Line ${table.line + 1}: ${table.fault}` };
  if (table.rows.length === 0)
    return { fault: 'The file has no rows: its first line names the columns, and each further line is a question.' };
  const columns = columnsOf(table);
  if (columns === null) return { fault: 'No column can be asked: their names have braces in them. Rename one to `question`.' };
  const judging = judgingOf(table, columns);
  const { rows } = table;
  const drawn = rows.length > askedAtOnce;
  return {
    text: suiteText(
      {
        models: startModels(models),
        prompt: promptOf(columns, judging.ask),
        cases: [
          {
            dataset: path,
            ...(drawn ? { sample: firstSample } : {}),
            ...(columns.category === null ? {} : { category: `{{${columns.category}}}` }),
          },
        ],
        ...(judging.expect === null ? {} : { expect: [judging.expect] }),
      },
      [
        `Each row of ${path} is a case, each column a variable: ${table.columns.map((name) => `{{${name}}}`).join(', ')}.`,
        ...(drawn ? [`${firstSample} of its ${rows.length} rows are asked: raise \`sample\`, or remove it, to ask more.`] : []),
        ...(judging.expect === null ? [judging.comment] : []),
      ],
      judging.expect === null ? [] : [{ path: ['expect'], text: judging.comment }],
    ),
    notes: [],
  };
}

function columnsOf({ columns, rows }: DatasetTable): Columns | null {
  const usable = columns.filter((name) => !/[{}]/.test(name));
  const named = (names: readonly string[], except: readonly (string | null)[]) =>
    names.flatMap((wanted) => usable.filter((name) => flat(name) === wanted && !except.includes(name)))[0] ?? null;
  const answer = named(answerNames, []);
  const lengthOf = (name: string) => rows.reduce((sum, { values }) => sum + String(values[name]).length, 0);
  const longest = usable.filter((name) => name !== answer).toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
  const question = named(questionNames, [answer]) ?? longest ?? usable[0];
  if (question === undefined) return null;
  const known = answer === question ? null : answer;
  const category = named(categoryNames, [question, known]);
  const options = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((letter, index, letters) => {
    const column = usable.find((name) => [letter, `option${letter}`, `choice${letter}`].includes(flat(name)));
    return column !== undefined && letters.slice(0, index).length === index ? [column] : [];
  });
  return { question, answer: known, category, options: options.length > 1 ? options : [] };
}

/** `Expected answer`, `expected_answer` and `expectedAnswer` are one name. */
function flat(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function promptOf({ question, options }: Columns, ask: string): string {
  const listed = options.map((name, index) => `${'ABCDEF'.charAt(index)}. {{${name}}}`);
  return [`{{${question}}}`, listed.join('\n'), ask].filter((part) => part !== '').join('\n\n');
}

function judgingOf({ rows }: DatasetTable, { answer, options }: Columns): Judging {
  if (answer === null) {
    return {
      expect: null,
      ask: '',
      comment: 'No column looks like the right answer: say under `expect` what a good answer is like.',
    };
  }
  const answers = rows.map(({ values }) => String(values[answer]).trim());
  const template = `{{${answer}}}`;
  const missing = answers.filter((one) => one === '').length;
  if (missing > 0) {
    const comment = `${missing} rows have nothing under ${template}: fill them in, then add for example expect: [{ contains: "${template}" }].`;
    return { expect: null, ask: '', comment };
  }
  const last = options.length > 0 ? 'ABCDEF'.charAt(options.length - 1) : 'H';
  if (answers.every((one) => /^[A-H]$/i.test(one) && one.toUpperCase() <= last)) {
    return {
      expect: { choice: template },
      ask: 'Answer with the letter only.',
      comment: 'The chosen letter is found in free text too.',
    };
  }
  if (answers.every((one) => Number.isFinite(Number(one)))) {
    return {
      expect: { number: template },
      ask: '',
      comment: 'The last number of the answer counts. For a margin: { value: …, tolerance: "5%" }.',
    };
  }
  return labelling(answers, template) ?? likeness(answers, template);
}

function labelling(answers: readonly string[], template: string): Judging | null {
  const labels = [...new Map(answers.map((one) => [sameLabel(one), one])).values()];
  const few = labels.length > 1 && labels.length <= mostLabels && answers.length >= 2 * labels.length;
  if (!few || labels.some((label) => label.length > longestLabel || /[\n,{}]/.test(label))) return null;
  return {
    expect: { classify: { label: template, labels } },
    ask: `Answer with one of these and nothing else: ${labels.join(', ')}.`,
    comment: 'Reports show precision, recall and F1 of each label.',
  };
}

function likeness(answers: readonly string[], template: string): Judging {
  if (answers.every((one) => one.length <= longestShort && !one.includes('\n'))) {
    const comment = `The answer has to contain the right one. Where nothing else may stand in it: exact: { value: "${template}", ignoreCase: true }.`;
    return { expect: { contains: { value: template, ignoreCase: true } }, ask: '', comment };
  }
  const comment = `Shared words tell little of long answers. A judge tells more: judge: { rubric: Says the same as the reference, reference: "${template}", model: anthropic/claude-opus-4-5 }.`;
  return { expect: { similarity: { value: template, metric: 'rougeL', threshold: 0.4 } }, ask: '', comment };
}
