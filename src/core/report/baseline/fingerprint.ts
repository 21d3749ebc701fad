import { createHash } from 'node:crypto';
import type { ScorerSpec } from '../../../shared/model/scorer.ts';
import type { CaseSpec, PromptSpec, Suite } from '../../../shared/model/suite.ts';
import { fillTemplate } from '../../suite/template.ts';

/**
 * Of every case under every prompt, by the prompt's id and the place of the case: two cases that are asked in the same words
 * and graded by the same expectations have the same one, however they are named.
 */
export function fingerprints({ prompts, cases }: Suite): ReadonlyMap<string, readonly string[]> {
  const expected = cases.map(({ expect }) => JSON.stringify(expect.map(plain)));
  return new Map(
    prompts.map((prompt) => [prompt.id, cases.map(({ vars }, i) => fingerprint(prompt, vars, expected[i] ?? ''))] as const),
  );
}

function fingerprint({ system, template }: PromptSpec, vars: CaseSpec['vars'], expected: string): string {
  const asked = (text: string): string => fillTemplate(text, (name) => vars[name]);
  const content = JSON.stringify([system === undefined ? null : asked(system), asked(template), expected]);
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** Arguments by name; what is not set says nothing, so that an argument that came with a later version changes nothing. */
function plain({ scorer, args, not, weight }: ScorerSpec): unknown {
  const set = Object.entries(args).filter(([, value]) => value !== null && value !== false);
  return [scorer, not, weight, set.toSorted(([a], [b]) => (a < b ? -1 : 1))];
}
