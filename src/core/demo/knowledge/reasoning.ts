import type { Knowledge, Phrasings } from './spec.ts';

/** The questions of examples/reasoning.bench.yaml. */
export const reasoning: readonly Knowledge[] = [
  puzzle("ida's keys", 0.6, 'C', 'B', 'Only if they are in box 3 is a single label true, that of box 2.'),
  puzzle('to the left of mara', 0.5, 'B', 'A', 'The order from left to right is Jon, Mara, Ola, Per.'),
  puzzle('overtake the runner in third place', 0.45, 'C', 'B', 'You take the place of the one whom you overtake.'),
  puzzle('some of the bakers are singers', 0.7, 'D', 'A', 'The singers who bake need not be those who swim.'),
  puzzle('if the lamp is lit, the door is locked', 0.55, 'B', 'C', 'Were it lit, the door would be locked.'),
  puzzle('is two days before thursday', 0.76, 'A', 'C', 'Two days before Thursday is Tuesday, so today is Sunday.'),
  puzzle('exactly one of the three tells the truth', 0.78, 'B', 'A', 'If Bo tells the truth, then Cy lies, and Ada too.'),
  puzzle('five machines take five minutes', 0.5, 'A', 'D', 'Each machine makes one part in five minutes.'),
  puzzle('nine coins look alike', 0.66, 'A', 'B', 'Three against three, then one against one.'),
  puzzle('water lilies', 0.4, 'D', 'A', 'The day before, half of it was covered.'),
  puzzle('facing north, i turn', 0.6, 'C', 'B', 'North, east, south, and back to the east.'),
  puzzle('ten blue and ten black socks', 0.55, 'B', 'D', 'Of three colours, the fourth sock must match one.'),
];

function puzzle(cue: string, hardness: number, right: string, tempting: string, because: string): Knowledge {
  const say = (letter: string): Phrasings => [letter, `The answer is ${letter}.`];
  return { topic: 'reasoning', cue, hardness, right: [...say(right), `${because} Answer: ${right}`], wrong: say(tempting) };
}
