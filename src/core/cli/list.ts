import stringWidth from 'string-width';
import { formatInstant, formatQuality, formatUsd } from '../../shared/format.ts';
import { cutToWidth, plainLine } from '../report/terminalText.ts';
import type { RunListItem, Store } from '../store/spec.ts';
import type { ListArgs } from './args.ts';
import { columns, gap } from './columns.ts';
import { exitCode, type ExitCode } from './exitCode.ts';
import { noRuns } from './findRun.ts';
import type { Output } from './progress.ts';
import type { CliContext } from './run.ts';

/** `store` is `null` where there is none yet. */
export async function listCommand(args: ListArgs, store: Pick<Store, 'listRuns'> | null, context: CliContext): Promise<ExitCode> {
  const items = (await store?.listRuns()) ?? [];
  if (args.format === 'json') context.stdout.write(`${JSON.stringify(items, null, 2)}\n`);
  else if (items.length === 0) context.stdout.write(`${noRuns}\n`);
  else context.stdout.write(runsTable(items.map(cellsOf), context.stdout));
  return exitCode.fine;
}

const titles = ['run', 'started', 'suite', 'status', 'calls', 'failed', 'quality', 'cost'] as const;
type Title = (typeof titles)[number];
type Cells = Readonly<Record<Title, string>>;

/** Names are what runs are known by: other columns go before they are cut to less. */
const readableName = 12;
/** What a narrow terminal goes without, first things first. */
const expendable: readonly Title[] = ['started', 'calls', 'status'];

function cellsOf({ run, samplesDone, failed, costUsd, knownCostUsd, meanQuality }: RunListItem): Cells {
  return {
    run: run.id.slice(0, 8),
    started: formatInstant(run.startedAt),
    suite: plainLine(run.name),
    status: run.status,
    calls: `${samplesDone}/${run.plannedSamples}`,
    failed: String(failed),
    quality: formatQuality(meanQuality),
    cost: costUsd === null ? (knownCostUsd > 0 ? `≥ ${formatUsd(knownCostUsd)}` : 'unknown') : formatUsd(costUsd),
  };
}

/** All of it, or what a narrow terminal has room for: names are cut, days stand for times, and the least telling columns go. */
function runsTable(runs: readonly Cells[], output: Pick<Output, 'isTTY' | 'columns'>): string {
  const layouts = output.isTTY ? narrower(runs) : [];
  const found = layouts.find((layout) => nameRoom(layout, output.columns) >= leastName(layout)) ?? layouts.at(-1);
  if (!found) return columns(rowsOf({ shown: titles, runs }), output);
  const room = Math.max(readableName, nameRoom(found, output.columns));
  const cut = found.runs.map((cells) => ({ ...cells, suite: cutToWidth(cells.suite, room) }));
  const left = titles.filter((title) => !found.shown.includes(title));
  const note = left.length === 0 ? '' : `A wider terminal also shows: ${left.join(', ')}.\n`;
  return columns(rowsOf({ ...found, runs: cut }), output) + note;
}

interface Layout {
  readonly shown: readonly Title[];
  readonly runs: readonly Cells[];
}

function narrower(runs: readonly Cells[]): readonly Layout[] {
  const days = runs.map((cells) => ({ ...cells, started: cells.started.slice(0, 10) }));
  const without = expendable.map((_, i) => titles.filter((title) => !expendable.slice(0, i + 1).includes(title)));
  return [{ shown: titles, runs }, ...[titles, ...without].map((shown) => ({ shown, runs: days }))];
}

function rowsOf({ shown, runs }: Layout): string[][] {
  return [[...shown], ...runs.map((cells) => shown.map((title) => cells[title]))];
}

/** What the other columns leave to the name. */
function nameRoom({ shown, runs }: Layout, width: number): number {
  const others = shown.filter((title) => title !== 'suite');
  return others.reduce((left, title) => left - gap - widest(title, runs), width);
}

function leastName({ runs }: Layout): number {
  return Math.min(readableName, widest('suite', runs));
}

function widest(title: Title, runs: readonly Cells[]): number {
  return Math.max(stringWidth(title), ...runs.map((cells) => stringWidth(cells[title])));
}
