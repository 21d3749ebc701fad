import { choicesOf, formsOf, type SchemaNode } from './keyHelp.ts';
import type { Place } from './place.ts';

/** Snippets whose places `$1`, `$2` … are filled one after the other. */
class Places {
  #count = 0;

  text(preset = ''): string {
    this.#count++;
    return preset === '' ? `$${this.#count}` : `\${${this.#count}:${escapeSnippet(preset)}}`;
  }

  choice(choices: readonly string[]): string {
    this.#count++;
    return `\${${this.#count}|${choices.map((choice) => choice.replaceAll(/[\\,|]/g, String.raw`\$&`)).join(',')}|}`;
  }
}

function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`);
}

/** A key with a value to fill in, by the first example or the form of the schema. */
export function keySnippet(key: string, node: SchemaNode, style: Place['style']): string {
  const places = new Places();
  const name = escapeSnippet(style === 'json' ? JSON.stringify(key) : key);
  const value = valueSnippet(node, style, places);
  return value.startsWith('\n') ? `${name}:${value}` : `${name}: ${value}`;
}

function valueSnippet(node: SchemaNode, style: Place['style'], places: Places): string {
  const forms = formsOf(node);
  const choices = [...new Set(forms.flatMap(choicesOf).map(String))];
  const [example] = node.examples ?? forms.flatMap(({ examples = [] }) => examples);
  const strings = forms.some(({ enum: options }) => options !== undefined);
  if (example !== undefined && !strings) return exampleSnippet(example, style, places);
  if (choices.length === 1) return choices[0] ?? '';
  if (choices.length > 1) return quotedWhere(strings && style === 'json', places.choice(choices));
  const [form] = forms;
  if (style === 'block' && form?.type === 'array') return `\n  - ${places.text()}`;
  if (style === 'block' && form?.type === 'object') return `\n  ${places.text()}`;
  if (form?.type === 'array') return `[${places.text()}]`;
  if (form?.type === 'object') return `{ ${places.text()} }`;
  const isText = [form?.type].flat().includes('string');
  const preset = form?.default;
  return quotedWhere(isText && style === 'json', places.text(typeof preset === 'number' ? String(preset) : ''));
}

/** An example whose texts and numbers are the places. Objects stay on one line, as suites write them. */
function exampleSnippet(example: unknown, style: Place['style'], places: Places): string {
  if (Array.isArray(example)) return `[${example.map((item) => exampleSnippet(item, style, places)).join(', ')}]`;
  if (typeof example === 'object' && example !== null) {
    const entries = Object.entries(example).map(([key, value]) => {
      return `${style === 'json' ? JSON.stringify(key) : key}: ${exampleSnippet(value, style, places)}`;
    });
    return `{ ${entries.join(', ')} }`;
  }
  const text = String(example);
  const needsQuotes = typeof example === 'string' && (style === 'json' || !isPlain(text, style));
  return quotedWhere(needsQuotes, places.text(needsQuotes ? JSON.stringify(text).slice(1, -1) : text));
}

/** Whether a text may stand in YAML without quotes. */
export function isPlain(text: string, style: Place['style']): boolean {
  if (text === '' || text !== text.trim() || /^[-?:,[\]{}#&*!|>'"%@`]|: |:$| #|[\r\n]/.test(text)) return false;
  if (/^(?:true|false|null|yes|no|on|off|~|[-+.\d][\d._eE+-]*)$/i.test(text)) return false;
  return style === 'block' || !/[,[\]{}]/.test(text);
}

function quotedWhere(isQuoted: boolean, text: string): string {
  return isQuoted ? `"${text}"` : text;
}

/** Further lines of a snippet begin below its first one, which need not be where its line begins. */
export function indented(snippet: string, by: number): string {
  return by <= 0 ? snippet : snippet.replaceAll('\n', `\n${' '.repeat(by)}`);
}

export interface Template {
  readonly label: string;
  readonly detail: string;
  readonly yaml: string;
  readonly json: string;
}

/** A whole suite, for a file that is empty. */
export const wholeSuite: Template = {
  label: 'suite',
  detail: 'A whole suite, ready to run on the demo models',
  yaml: `name: \${1:My suite}
models:
  - \${2:demo/atlas-large}
  - \${3:demo/atlas-mini}
prompt: "\${4:Customer asks:} {{question}}"
cases:
  - name: \${5:refund window}
    vars: { question: "\${6:Can I return it after five weeks?}" }
    expect:
      - contains: \${7:30 days}
$0`,
  json: `{
  "name": "\${1:My suite}",
  "models": ["\${2:demo/atlas-large}", "\${3:demo/atlas-mini}"],
  "prompt": "\${4:Customer asks:} {{question}}",
  "cases": [
    {
      "name": "\${5:refund window}",
      "vars": { "question": "\${6:Can I return it after five weeks?}" },
      "expect": [{ "contains": "\${7:30 days}" }]
    }
  ]
}
$0`,
};

/** Entries of a list of cases. */
export const caseTemplates: readonly Template[] = [
  {
    label: 'case',
    detail: 'A question, its variables and what a good answer is like',
    yaml: `name: \${1:name}
vars:
  \${2:question}: \${3:text}
expect:
  - contains: \${4:text}`,
    json: `{ "name": "\${1:name}", "vars": { "\${2:question}": "\${3:text}" }, "expect": [{ "contains": "\${4:text}" }] }`,
  },
  {
    label: 'dataset',
    detail: 'A case for each row of a file',
    yaml: `dataset: \${1:data/questions.csv}
expect:
  - contains: "{{\${2:answer}}}"`,
    json: `{ "dataset": "\${1:data/questions.csv}", "expect": [{ "contains": "{{\${2:answer}}}" }] }`,
  },
];

/** An expectation that a model grades, with all that it needs. */
export const judgeTemplate: Template = {
  label: 'judge with a model',
  detail: 'A model grades the answer by a rubric of yours',
  yaml: `judge:
  rubric: \${1:Polite, and answers the question.}
  model: \${2:demo/arbiter}`,
  json: `{ "judge": { "rubric": "\${1:Polite, and answers the question.}", "model": "\${2:demo/arbiter}" } }`,
};
