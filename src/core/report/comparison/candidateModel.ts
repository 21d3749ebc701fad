import type { Candidate } from '../../../shared/model/suite.ts';

/** The label of the model entry: where there are several prompts, a candidate's label ends with the prompt's id. */
export function modelLabel({ label, promptId }: Pick<Candidate, 'label' | 'promptId'>): string {
  const ending = ` · ${promptId}`;
  return label.endsWith(ending) ? label.slice(0, -ending.length) : label;
}
