import { seeded } from '../../random.ts';
import type { Knowledge } from '../spec.ts';
import { policy } from './policy.ts';
import { reading } from './reading.ts';
import { sums } from './sums.ts';

const rules = [...sums, ...policy, ...reading];

/** What follows from the rules for a question in lower case on one line; `null` where none of them fits. */
export function workOut(question: string): Knowledge | null {
  for (const { topic, pattern, hardness, answer } of rules) {
    const match = pattern.exec(question);
    const answers = match && answer({ ...match.groups });
    if (!match || !answers) continue;
    const [least, most] = hardness;
    const cue = match[0];
    return { topic, cue, hardness: least + (most - least) * seeded('hardness', cue)(), ...answers };
  }
  return null;
}
