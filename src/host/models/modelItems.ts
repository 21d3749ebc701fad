import { formatCompact, formatPlural, formatPrice } from '../../shared/format.ts';
import type { ListedModel } from '../../shared/model/catalog.ts';
import { byRank, rankLine, type ModelRank } from '../../shared/modelRank.ts';
import { plainName } from '../plainMessage.ts';
import { l10n } from '../words.ts';

/** A row of the list of models; rows without a model show the others when they are picked. */
export interface ModelItem {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
  readonly model: string | null;
}

const newForDays = 30;
const dayMs = 86_400_000;

/**
 * The models that can be asked questions, those of a known public rank first; the last row names the others and, picked, shows them
 * with why.
 * @param rankOf by the provider's name of a model
 */
export function modelItems(
  models: readonly ListedModel[],
  everything: boolean,
  now: Date,
  rankOf: (model: string) => ModelRank | null = () => null,
): ModelItem[] {
  const shown = everything ? models : models.filter(({ unsuitable }) => unsuitable === null);
  const items = byRank(shown, ({ id }) => rankOf(id)).map((model): ModelItem => {
    const rank = rankOf(model.id);
    const detail = model.unsuitable?.why ?? (rank === null ? undefined : rankLine(rank, now));
    return { label: model.id, description: descriptionOf(model, now), ...(detail !== undefined && { detail }), model: model.id };
  });
  const rest = models.length - shown.length;
  if (rest === 0) return items;
  return [
    ...items,
    { label: l10n.t('{0} not shown: {1}', rest, kindsOf(models)), description: l10n.t('not made for questions'), model: null },
  ];
}

/** `131K context · $0.05 in, $0.20 out · new`. Prices are for a million tokens. */
function descriptionOf({ name, contextTokens, price, createdAt, deprecated, retiresAt, id }: ListedModel, now: Date): string {
  const age = createdAt === null ? null : now.getTime() - new Date(createdAt).getTime();
  const end = retiresAt === null ? null : l10n.t('ends {0}', retiresAt.slice(0, 10));
  return [
    name === null || name === id ? null : plainName(name),
    contextTokens === null ? null : l10n.t('{0} context', formatCompact(contextTokens)),
    price &&
      l10n.t(
        '{0}{1} in, {2} out per million tokens',
        price.exact ? '' : '~',
        formatPrice(price.inputPerMTok),
        formatPrice(price.outputPerMTok),
      ),
    age !== null && age < newForDays * dayMs ? l10n.t('new') : null,
    deprecated ? l10n.t('deprecated') : null,
    end,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function kindsOf(models: readonly ListedModel[]): string {
  const kinds = models.flatMap(({ unsuitable }) => (unsuitable === null ? [] : [unsuitable.kind]));
  return [...Map.groupBy(kinds, (kind) => kind)].map(([kind, { length }]) => `${length} ${kind}`).join(', ');
}

/** `57 models`, those made for questions. */
export function countText(models: readonly ListedModel[]): string {
  return formatPlural(models.filter(({ unsuitable }) => unsuitable === null).length, 'model');
}
