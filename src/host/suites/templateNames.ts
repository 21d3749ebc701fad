/** What a new suite can begin with: what the user chooses from. The texts are loaded with the choice. */
export const templates = {
  blank: { label: 'Blank', detail: 'One question to one demo model, and nothing else' },
  starter: { label: 'Starter', detail: 'Two cases and two demo models, every part explained, to be filled with your own' },
  quickstart: { label: 'Quickstart', detail: 'A shop’s questions to five built-in demo models: runs at once, without a key' },
  coding: { label: 'Coding', detail: 'Functions that are tried on tests, in a sandbox' },
  math: { label: 'Maths', detail: 'Numbers with a tolerance and with units' },
  reasoning: { label: 'Reasoning', detail: 'Multiple choice where the first answer that comes to mind is wrong' },
  extraction: { label: 'Extraction to JSON', detail: 'Invoices, checked against a JSON Schema and field by field' },
  classification: { label: 'Classification', detail: 'Labels from a CSV file, with precision and recall' },
  support: { label: 'Support replies', detail: 'Two prompts, a judge beside rules, and limits for CI' },
  pairwise: { label: 'Better writing', detail: 'A judge compares the answers two by two and ranks the models' },
  refusal: { label: 'Refusals', detail: 'What a model must decline, and what it must not' },
  speed: { label: 'Speed', detail: 'One call at a time, answers of a fixed length' },
} as const;
export type Template = keyof typeof templates;

/** Those without a subject of their own: their suite gets its name from the user. */
export function isEmpty(template: Template): boolean {
  return template === 'blank' || template === 'starter';
}

export function isTemplate(value: unknown): value is Template {
  return typeof value === 'string' && Object.hasOwn(templates, value);
}

/** What a link or a keybinding names; `null` lets the user choose. */
export function readTemplate(value: unknown): Template | null {
  return isTemplate(value) ? value : null;
}

/** `.bench.json` for the one that shows the JSON form. */
export function extensionOf(template: Template): 'yaml' | 'json' {
  return template === 'extraction' ? 'json' : 'yaml';
}
