/**
 * `npm run bench:faults`: what becomes of results when processes are killed, the power fails, disks are full or rot, and several
 * write at once. Ends with exit code 1 where anything that was reported is lost or a database does not open.
 *
 *   npm run bench:faults                        all kinds, about ten minutes
 *   npm run bench:faults -- --only kills,power  some of them
 *   npm run bench:faults -- --seed 1000         at other moments
 */
import { parseArgs } from 'node:util';
import { faultKinds, tallyOf } from '../faults/kinds.ts';
import type { Tally } from '../faults/kinds.ts';
import { figure, printNote, printTable } from './table.ts';

/** Lines told of what went wrong, for each kind. */
const mostDetails = 20;

const { values } = parseArgs({ options: { only: { type: 'string' }, seed: { type: 'string', default: '1' } } });
const chosen = values.only?.split(',') ?? faultKinds.map(({ name }) => name);
const unknown = chosen.filter((name) => !faultKinds.some((kind) => kind.name === name));
if (unknown.length > 0) {
  throw new Error(`There is no kind ${unknown.join(', ')}. Kinds: ${faultKinds.map(({ name }) => name).join(', ')}`);
}

const rows = [['what happened', 'moments', 'writes reported', 'lost', 'wrong', 'unreadable', 'worst reopening, ms']];
const details: string[] = [];
const notes: string[] = [];
for (const kind of faultKinds.filter(({ name }) => chosen.includes(name))) {
  const tally = await tallyOf(kind, Number(values.seed), kind.trials.bench);
  rows.push([
    kind.title,
    ...[tally.moments.length, tally.writes, tally.lost, tally.wrong, tally.unreadable].map(count),
    figure(tally.worstReopeningMs),
  ]);
  notes.push(`${kind.title}: ${momentsText(tally)}`);
  details.push(...tally.details.slice(0, mostDetails));
}
printTable('Faults', rows);
for (const note of notes) printNote(note);
for (const detail of details) console.error(detail);
process.exitCode = details.length === 0 ? 0 : 1;

function count(value: number): string {
  return value.toLocaleString('en');
}

/** How often each kind of moment was met: `before rename` is one, whatever was renamed. */
function momentsText({ moments }: Tally): string {
  const kinds = Map.groupBy(moments, (moment) => moment.replace(/ \S*[/\\]\S*$/, ''));
  return [...kinds].map(([kind, all]) => `${kind} ${all.length}`).join(', ');
}
