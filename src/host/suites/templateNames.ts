import { l10n } from '../words.ts';

/** What a new suite can begin with: what the user chooses from. The texts are loaded with the choice. */
export const templates = {
  blank: { label: l10n.t('Blank'), detail: l10n.t('One question to one demo model, and nothing else') },
  starter: {
    label: l10n.t('Starter'),
    detail: l10n.t('Two cases and two demo models, every part explained, to be filled with your own'),
  },
  quickstart: {
    label: l10n.t('Quickstart'),
    detail: l10n.t('A shop’s questions to five built-in demo models: runs at once, without a key'),
  },
  coding: { label: l10n.t('Coding'), detail: l10n.t('Functions that are tried on tests, in a sandbox') },
  math: { label: l10n.t('Maths'), detail: l10n.t('Numbers with a tolerance and with units') },
  reasoning: { label: l10n.t('Reasoning'), detail: l10n.t('Multiple choice where the first answer that comes to mind is wrong') },
  extraction: {
    label: l10n.t('Extraction to JSON'),
    detail: l10n.t('Invoices, checked against a JSON Schema and field by field'),
  },
  classification: { label: l10n.t('Classification'), detail: l10n.t('Labels from a CSV file, with precision and recall') },
  support: { label: l10n.t('Support replies'), detail: l10n.t('Two prompts, a judge beside rules, and limits for CI') },
  pairwise: { label: l10n.t('Better writing'), detail: l10n.t('A judge compares the answers two by two and ranks the models') },
  refusal: { label: l10n.t('Refusals'), detail: l10n.t('What a model must decline, and what it must not') },
  speed: { label: l10n.t('Speed'), detail: l10n.t('One call at a time, answers of a fixed length') },
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
