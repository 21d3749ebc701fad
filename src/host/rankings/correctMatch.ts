import * as vscode from 'vscode';
import type { Correction } from '../../core/rankings/match/corrections.ts';
import { confidenceText, formatScore, rankingTitle, sourceName } from '../../shared/rankingText.ts';
import type { ModelMatch, RankedModel, RankingOrigin } from '../../shared/model/rankings.ts';
import { plainName, withoutIcons } from '../plainMessage.ts';
import type { ProviderDirectory } from '../providers/providerDirectory.ts';
import { NotRun } from '../run/notRun.ts';
import type { RankingService } from './rankingService.ts';

/** The user's word on which model of a board is which of ours. */

type Corrector = Pick<RankingService, 'kept' | 'correct' | 'corrections'>;

interface OutsideItem extends vscode.QuickPickItem {
  readonly origin: RankingOrigin;
  readonly ranked: RankedModel;
}

/** Which of the boards' models `ref` is: asked of the user, and kept. */
export async function pickRankedFor(ref: string, rankings: Corrector): Promise<void> {
  const items = await outsideItems(rankings);
  if (items.length === 0) throw new NotRun('impossible', vscode.l10n.t('No rankings are kept: fetch them first.'));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which one is {0}?', plainName(ref)),
    placeHolder: vscode.l10n.t('Its name on the board'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) return;
  const { origin, ranked } = picked;
  // Another one of that board was it until now.
  const before = (await rankings.corrections()).filter(
    (one) => one.origin === origin && one.model === ref && one.id !== ranked.id,
  );
  for (const correction of before) await rankings.correct(correction, true);
  await rankings.correct({ origin, id: ranked.id, model: ref });
}

/** Each model once, as the first category has it. */
async function outsideItems(rankings: Corrector): Promise<readonly OutsideItem[]> {
  const seen = new Map<string, OutsideItem>();
  for (const { ranking } of await rankings.kept()) {
    if (ranking === null) continue;
    const { origin, category, models } = ranking;
    for (const ranked of models) {
      const key = `${origin} ${ranked.id}`;
      if (seen.has(key)) continue;
      seen.set(key, {
        label: withoutIcons(plainName(ranked.name)),
        description: [ranked.creator ?? '', ...ranked.aliases.slice(0, 1)]
          .filter((part) => part !== '')
          .map((part) => withoutIcons(plainName(part)))
          .join(' · '),
        detail: vscode.l10n.t(
          '#{0} {1}, {2} · {3}',
          ranked.rank,
          rankingTitle(category),
          formatScore(ranked.score),
          sourceName(origin),
        ),
        origin,
        ranked,
      });
    }
  }
  return [...seen.values()];
}

export interface OutsideModel extends Pick<Correction, 'origin' | 'id'> {
  readonly name: string;
  /** What it may be by its name. */
  readonly matches: readonly ModelMatch[];
}

/** Which of our models the board's one is: asked of the user, and kept; or what was said of it is forgotten. */
export async function pickOwnFor(
  outside: OutsideModel,
  rankings: Corrector,
  directory: Pick<ProviderDirectory, 'list'>,
): Promise<void> {
  const { origin, id, name } = outside;
  const said = (await rankings.corrections()).find((one) => one.origin === origin && one.id === id) ?? null;
  const title = vscode.l10n.t('Which of your models is {0}?', plainName(name));
  const items = await ownItems(outside, said !== null, directory);
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  if (!picked) return;
  if (picked.say === 'forget' && said) return rankings.correct(said, true);
  const ref = picked.say === 'type' ? await typed(title) : picked.label;
  if (ref !== null) await rankings.correct({ origin, id, model: ref });
}

interface OwnItem extends vscode.QuickPickItem {
  readonly say: 'this' | 'type' | 'forget';
}

/** Those that its name fits first, then all that are in use here. */
async function ownItems(
  { matches }: OutsideModel,
  isSaid: boolean,
  directory: Pick<ProviderDirectory, 'list'>,
): Promise<readonly OwnItem[]> {
  const fitting = new Set(matches.map(({ model }) => model));
  const models = (await directory.list()).flatMap((node) => node.models);
  const forget = { label: vscode.l10n.t('$(discard) Match by Name Again'), say: 'forget' } as const;
  return [
    ...(isSaid ? [forget] : []),
    ...matches.map((match) => ({ label: match.model, description: confidenceText(match), say: 'this' }) as const),
    ...models
      .filter(({ ref }) => !fitting.has(ref))
      .map(({ ref, detail }) => ({ label: ref, description: detail, say: 'this' }) as const),
    { label: vscode.l10n.t('$(edit) Another One…'), say: 'type' },
  ];
}

async function typed(title: string): Promise<string | null> {
  const ref = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('As a suite names it: provider/model'),
    placeHolder: 'openai/gpt-5-mini',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[^/\s]+\/\S+$/.test(text.trim()) ? null : vscode.l10n.t('Write the provider, a slash and the model: openai/gpt-5-mini'),
  });
  return ref?.trim() ?? null;
}
