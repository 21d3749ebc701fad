import { CsvError, parse } from 'csv-parse/sync';
import { extname } from 'node:path';
import { jsonPlaces } from './jsonPlaces.ts';
import { Positions } from './positions.ts';

/** One row of a dataset. */
export interface DatasetRow {
  readonly values: Readonly<Record<string, unknown>>;
  /** From 1, in the order of the file. */
  readonly number: number;
}

export interface DatasetTable {
  readonly columns: readonly string[];
  readonly rows: readonly DatasetRow[];
  /** Line of the file, from 0, that a row starts in. Found when asked for: only a row at fault is. */
  lineOf(row: DatasetRow): number;
}

/** What is wrong with a dataset file; `line` counts from 0. */
export interface DatasetFault {
  readonly fault: string;
  readonly line: number;
}

export const datasetExtensions = ['.csv', '.json', '.jsonl', '.ndjson'];

/** Reads a dataset by the extension of its file. */
export function readTable(path: string, content: string): DatasetTable | DatasetFault {
  const text = content.replace(/^\uFEFF/, '');
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return readCsv(text);
    case '.json':
      return readJson(text);
    default:
      return readJsonLines(text);
  }
}

function readCsv(text: string): DatasetTable | DatasetFault {
  const foreign = foreignSeparator(text);
  if (foreign !== null) return foreign;
  let ended = 0;
  const records: { cells: string[]; line: number }[] = [];
  try {
    parse(text, {
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        records.push({ cells, line: ended });
        ended = lines;
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    return { fault: csvMessage(cause), line: writtenLine(text, ended) };
  }
  const [header, ...body] = records;
  if (header === undefined) return { fault: 'The file is empty: its first line names the columns.', line: 0 };
  const columns = header.cells.map((name) => name.trim());
  const twice = columns.find((name, index) => name === '' || columns.indexOf(name) !== index);
  if (twice === '') return { fault: `Column ${columns.indexOf('') + 1} has no name.`, line: header.line };
  if (twice !== undefined) return { fault: `Two columns are called \`${twice}\`.`, line: header.line };
  const rows = body.map(({ cells }, index) => {
    return { values: Object.fromEntries(columns.map((name, column) => [name, cells[column] ?? ''])), number: index + 1 };
  });
  return { columns, rows, lineOf: ({ number }) => writtenLine(text, records[number]?.line ?? 0) };
}

/** A header that has semicolons or tabs where commas belong would be one column of a strange name. */
function foreignSeparator(text: string): DatasetFault | null {
  const header = /^[^\r\n]*\S[^\r\n]*/m.exec(text)?.[0] ?? '';
  const bare = header.replaceAll(/"[^"]*"/g, '');
  const found = bare.includes(',') ? undefined : ([';', '\t'] as const).find((separator) => bare.includes(separator));
  if (found === undefined) return null;
  const name = found === ';' ? 'semicolons' : 'tabs';
  const fault = `This is one column with ${name} in its name: separate columns by commas, or put quotes around the name if it is one.`;
  return { fault, line: writtenLine(text, 0) };
}

/** The first line from `line` on that is not blank: a record may have blank lines before it. */
function writtenLine(text: string, line: number): number {
  const lines = text.split(/\r\n|\r|\n/);
  const offset = lines.slice(line).findIndex((content) => content.trim() !== '');
  return line + Math.max(0, offset);
}

const strayQuote = 'A quote stands inside a field: put the field in quotes and write the quote twice.';

const csvAdvice: Partial<Record<CsvError['code'], string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH:
    'This row has more or fewer fields than the first line: a field with a comma in it needs quotes.',
  CSV_QUOTE_NOT_CLOSED: 'A quote is opened in this row and never closed.',
  INVALID_OPENING_QUOTE: strayQuote,
  CSV_INVALID_CLOSING_QUOTE: strayQuote,
};

function csvMessage(fault: CsvError): string {
  return csvAdvice[fault.code] ?? `${fault.message}.`;
}

function readJson(text: string): DatasetTable | DatasetFault {
  const lineAt = (offset: number) => new Positions(text).at(offset).line;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'This is not valid JSON.', line: lineAt(jsonPlaces(text).fault ?? 0) };
  }
  if (!Array.isArray(value)) return { fault: 'A JSON dataset is a list of objects: [{…}, {…}].', line: 0 };
  return tableOf(value, (index) => lineAt(jsonPlaces(text).entries[index] ?? 0));
}

function readJsonLines(text: string): DatasetTable | DatasetFault {
  const rows: unknown[] = [];
  const lines: number[] = [];
  for (const [line, content] of text.split(/\r\n|\n/).entries()) {
    if (content.trim() === '') continue;
    try {
      rows.push(JSON.parse(content));
    } catch {
      return { fault: 'This line is not valid JSON.', line };
    }
    lines.push(line);
  }
  return tableOf(rows, (index) => lines[index] ?? 0);
}

function tableOf(values: readonly unknown[], lineOf: (index: number) => number): DatasetTable | DatasetFault {
  const columns = new Set<string>();
  const rows: DatasetRow[] = [];
  for (const [index, value] of values.entries()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { fault: 'A row is an object with a value for each column: {"question": "…"}.', line: lineOf(index) };
    }
    for (const name of Object.keys(value)) columns.add(name);
    rows.push({ values: value as Record<string, unknown>, number: index + 1 });
  }
  return { columns: [...columns], rows, lineOf: ({ number }) => lineOf(number - 1) };
}
