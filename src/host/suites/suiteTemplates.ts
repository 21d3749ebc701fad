import classification from '../../../examples/classification.bench.yaml' with { type: 'text' };
import coding from '../../../examples/coding.bench.yaml' with { type: 'text' };
import feedback from '../../../examples/data/feedback.csv' with { type: 'text' };
import invoices from '../../../examples/data/invoices.jsonl' with { type: 'text' };
import shopQuestions from '../../../examples/data/shop-questions.csv' with { type: 'text' };
import extraction from '../../../examples/extraction.bench.json' with { type: 'json' };
import math from '../../../examples/math.bench.yaml' with { type: 'text' };
import pairwise from '../../../examples/pairwise.bench.yaml' with { type: 'text' };
import quickstart from '../../../examples/quickstart.bench.yaml' with { type: 'text' };
import reasoning from '../../../examples/reasoning.bench.yaml' with { type: 'text' };
import refusal from '../../../examples/refusal.bench.yaml' with { type: 'text' };
import speed from '../../../examples/speed.bench.yaml' with { type: 'text' };
import supportReplies from '../../../examples/support-replies.bench.yaml' with { type: 'text' };
import { blankText, starterText } from './starter.ts';
import type { Template } from './templateNames.ts';

/** A suite to begin with. */
export interface SuiteTemplate {
  readonly text: string;
  /** Its datasets, by path beside it. */
  readonly data: Readonly<Record<string, string>>;
}

/** Those of examples/, and those that are to be filled, under a name of the user's. */
export function suiteTemplate(template: Template, name: string): SuiteTemplate {
  if (template === 'blank') return { text: blankText(name), data: {} };
  if (template === 'starter') return { text: starterText(name), data: {} };
  if (template === 'extraction')
    return { text: `${JSON.stringify({ ...extraction, name }, null, 2)}\n`, data: { 'data/invoices.jsonl': invoices } };
  const text = texts[template].replace(/^name: .*$/m, () => `name: ${JSON.stringify(name)}`);
  return { text, data: datasets[template] ?? {} };
}

const texts = { quickstart, classification, coding, math, reasoning, pairwise, refusal, speed, support: supportReplies };
const datasets: Partial<Record<Template, SuiteTemplate['data']>> = {
  quickstart: { 'data/shop-questions.csv': shopQuestions },
  classification: { 'data/feedback.csv': feedback },
};
