import { mulberry32 } from '../engine/random.ts';
import { isOver, scatters, shareMarked, sharesFound, steps } from '../unit/stats/changeSimulation.ts';
import { brokenLaws, simulate, worlds, type Rates } from '../unit/stats/simulation.ts';
import { printNote, printTable } from './table.ts';

const runs = 1000;
const sizes = [25, 100, 400];

/** What verdicts and intervals are worth: suites with a known truth, judged as the product judges them. */
export async function verdicts(): Promise<void> {
  const draw = mulberry32(20_261_121);
  const rows = [
    ['suite', 'cases', 'repeats', 'false verdicts', 'false “as good”', 'detectable', 'found', 'difference held', 'mean held'],
  ];
  const missed: string[] = [];
  for (const world of worlds) {
    for (const repeats of world.repeats) {
      for (const cases of sizes) {
        const rates = simulate({ world, cases, repeats, runs, draw });
        missed.push(...brokenLaws(rates, runs).map((goal) => `${world.name}, ${cases} cases, ${repeats} repeats: ${goal}`));
        rows.push([world.name, String(cases), String(repeats), ...figures(rates)]);
      }
    }
  }
  printTable(`Verdicts: ${runs.toLocaleString('en')} simulated pairs of models for each figure`, rows);
  printNote(goals);
  missed.push(...changeMarks());
  console.log(missed.length === 0 ? 'All goals met.' : `Missed: ${missed.join('; ')}.`);
}

const lengths = [10, 15, 20, 30, 60];

/** What the marks of a history are worth; returns the goals that were missed. */
function changeMarks(): string[] {
  const draw = mulberry32(20_261_122);
  const missed: string[] = [];
  const stable = scatters.map((scatter) => {
    const shares = lengths.map((length) => shareMarked(scatter, length, runs, draw));
    if (shares.some((share) => isOver(share, scatter.mostMarked, runs))) missed.push(`stable series marked: ${scatter.name}`);
    return [scatter.name, ...shares.map(percent)];
  });
  const found = steps.map((world) => {
    const { found, exact } = sharesFound(world, runs, draw);
    if (isOver(1 - found, 1 - world.leastFound, runs)) missed.push(`steps found: ${world.name}`);
    return [world.name, percent(found), percent(exact)];
  });
  const title = `History: ${runs.toLocaleString('en')} simulated series for each figure`;
  printTable(`${title}, none of which changed, that were marked`, [['scatter, runs', ...lengths.map(String)], ...stable]);
  printTable(`${title}: steps found, one run off at most`, [['steps', 'all found', 'and nothing else'], ...found]);
  printNote(changeGoals);
  return missed;
}

const changeGoals =
  'Goals, ± simulation error: stable series marked ≤ 5 % (≤ 10 and 20 % where neighbours are alike by 0.3 and 0.5); steps found in ≥ 90 % (≥ 80 % of two in a row).';

const goals = [
  'Goals, ± simulation error: verdicts on equal models ≤ 5 %; “as good” of models worse by the margin ≤ 2.5 %; a difference of the',
  'stated size found in ≥ 80 % (–: beyond what the suite has room for); intervals hold the truth in ≥ 93 %, and in ≤ 97 % where cases',
  'do not mostly tie (+: wider by design, because few cases differ or none was lost).',
].join('\n');

function figures(rates: Rates): string[] {
  return [
    percent(rates.falseVerdicts),
    percent(rates.falselyAsGood),
    rates.detectable === null ? '–' : `${(rates.detectable * 100).toFixed(1)} pts`,
    percent(rates.found),
    percent(rates.differenceHeld) + (rates.differenceHeld > 0.97 ? '+' : ' '),
    percent(rates.meanHeld) + ((rates.meanHeld ?? 0) > 0.97 ? '+' : ' '),
  ];
}

function percent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`;
}
