import * as vscode from 'vscode';
import { clickedThumb, noOpinion, type Opinion } from '../../shared/opinion.ts';
import type { BenchService } from '../benchService.ts';
import type { RunService } from '../run/runService.ts';
import type { AnswerId } from './answerUri.ts';
import { ratingChanges, type RatingChange } from './ratingTexts.ts';

/** What a lens or a keybinding names; `null` lets the user choose. */
export function readChange(value: unknown): RatingChange | null {
  return ratingChanges.find((change) => change === value) ?? null;
}

/** Takes what a person thinks of an answer, the one change that is named or any. */
export async function rateAnswer(
  answer: AnswerId,
  given: RatingChange | null,
  { bench, runs }: { readonly bench: BenchService; readonly runs: RunService },
): Promise<void> {
  const ratings = await (await bench.store()).ratings(answer.runId);
  const before = ratings.find(({ attemptId }) => attemptId === answer.attemptId) ?? noOpinion;
  const change = given ? await changed(given, before) : await pickChange(before);
  if (change === null) return;
  const { thumb, stars, note } = { ...before, ...change };
  await runs.rate({ ...answer, at: new Date().toISOString(), thumb, stars, note });
}

type Change = Partial<Opinion> | null;

async function changed(what: RatingChange, before: Opinion): Promise<Change> {
  if (what === 'stars') return pickStars(before);
  if (what === 'note') return askNote(before);
  return { thumb: clickedThumb(what, before) };
}

interface ChangeItem extends vscode.QuickPickItem {
  readonly change: RatingChange | 'none';
}

/** For those who come by the palette: everything that there is to say. */
async function pickChange(before: Opinion): Promise<Change> {
  const { thumb, stars, note } = before;
  const items: ChangeItem[] = [
    {
      change: 'up',
      label: vscode.l10n.t('$(thumbsup) Good'),
      description: thumb === 'up' ? vscode.l10n.t('given, take it back') : '',
    },
    {
      change: 'down',
      label: vscode.l10n.t('$(thumbsdown) Bad'),
      description: thumb === 'down' ? vscode.l10n.t('given, take it back') : '',
    },
    {
      change: 'stars',
      label: vscode.l10n.t('$(star-empty) Rate 1 to 5…'),
      description: stars === null ? '' : vscode.l10n.t('{0} of 5', stars),
    },
    { change: 'note', label: vscode.l10n.t('$(note) Note…'), description: note },
  ];
  if (thumb !== null || stars !== null || note !== '')
    items.push({ change: 'none', label: vscode.l10n.t('$(trash) Remove the rating') });
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Rate the answer') });
  if (!picked) return null;
  return picked.change === 'none' ? noOpinion : changed(picked.change, before);
}

const meanings = [
  vscode.l10n.t('of no use'),
  vscode.l10n.t('poor'),
  vscode.l10n.t('fair'),
  vscode.l10n.t('good'),
  vscode.l10n.t('nothing to improve'),
];

async function pickStars({ stars: present }: Opinion): Promise<Change> {
  const items = meanings
    .map((meaning, index) => ({
      label: `${index + 1}`,
      description: index + 1 === present ? vscode.l10n.t('{0}, as it is rated', meaning) : meaning,
      stars: (index + 1) as number | null,
    }))
    .reverse();
  if (present !== null) items.push({ label: vscode.l10n.t('Not rated'), description: '', stars: null });
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('How good is the answer, 1 to 5?') });
  return picked ? { stars: picked.stars } : null;
}

async function askNote({ note: value }: Opinion): Promise<Change> {
  const note = await vscode.window.showInputBox({
    title: vscode.l10n.t('Note on the answer'),
    ignoreFocusOut: true,
    prompt: vscode.l10n.t('Empty removes the note.'),
    value,
  });
  return note === undefined ? null : { note: note.trim() };
}
