import { formatCompact, formatPrice } from '../../../shared/format.ts';
import { creditLink, rankMark, rankSource, type ModelRank } from '../../../shared/modelRank.ts';
import { confidenceText, formatScore, indexText, rankingTitle } from '../../../shared/rankingText.ts';
import type { Path } from '../source.ts';
import { code, escaped } from './markdown.ts';
import type { ModelFacts } from './sources.ts';

/** What a model is named for at a path: to answer, or to turn texts into vectors. `null` where none is named. */
export function modelUseAt(path: Path): ModelFacts['use'] | null {
  const place = path.map((step) => (typeof step === 'number' ? '#' : step)).join('.');
  if (/^models\.#(?:\.model)?$/.test(place)) return 'answers';
  if (/^judge(?:\.model|\.models\.#)?$/.test(place)) return 'answers';
  const scorer = /^(?:cases\.#\.)?expect\.#\.(.*)$/.exec(place)?.[1] ?? '';
  if (/^(?:judge|pairwise)\.(?:model|models\.#)$/.test(scorer)) return 'answers';
  return scorer === 'similarity.model' ? 'vectors' : null;
}

/** `#4 coding · $0.25 / $2.00 · 400k`: public rank, USD per million tokens in and out, context. Of what is unknown nothing is said. */
export function modelDetail({ price, contextTokens, deprecated, note }: ModelFacts, rank: ModelRank | null): string {
  const mark = price?.exact === false ? '~' : '';
  return [
    rank && rankMark(rank),
    price && `${mark}${formatPrice(price.inputPerMTok)} / ${formatPrice(price.outputPerMTok)}`,
    contextTokens === null ? null : formatCompact(contextTokens),
    deprecated ? 'deprecated' : null,
    note,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}

/** All that is known of a model, for a hover. */
export function modelHelp(facts: ModelFacts, ranks: readonly ModelRank[], now: Date): string {
  const { ref, provider, name, about, contextTokens, deprecated, note } = facts;
  const title = name === null ? `**${escaped(ref)}**` : `**${escaped(name)}** · ${escaped(provider)}`;
  const marks = [
    deprecated ? '**Deprecated**: its provider is going to turn it off.' : '',
    note === null ? '' : `**Note**: ${escaped(note)}`,
  ];
  const context = contextTokens === null ? '' : `${formatCompact(contextTokens)} tokens of context`;
  const facets = [priceText(facts), context].filter((part) => part !== '').join('  \n');
  return [title, facets, about === null ? '' : escaped(about), ...marks, ranksText(ranks, now), name === null ? '' : code(ref)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What public boards and the minimal test say, a list for each, with whom and when. */
export function ranksText(ranks: readonly ModelRank[], now: Date): string {
  const sources = Map.groupBy(ranks, (rank) => {
    const title = rank.origin === 'minimal-test' ? '**Ranks**' : '**Public ranks**';
    return [title, escaped(rankSource(rank, now)), creditLink(rank.origin)].filter((part) => part !== '').join(' · ');
  });
  const blocks = [...sources].map(([head, own]) => [head, '', ...own.map(rankItem)].join('\n'));
  return blocks.join('\n\n');
}

/** `- Coding: #4 of 312 (71.2), by the coding index; most likely the same model: without the date 2025-08-07`. */
function rankItem(rank: ModelRank): string {
  const sure = rank.confidence === 'exact' ? '' : `; ${confidenceText(rank)}`;
  const text = `#${rank.rank} of ${rank.of} (${formatScore(rank.score)}), ${indexText(rank)}${sure}`;
  return `- ${rankingTitle(rank.category)}: ${escaped(text)}`;
}

function priceText({ price, use }: ModelFacts): string {
  if (price === null) return 'Price unknown: give it under `prices` to see costs.';
  const mark = price.exact ? '' : '~';
  const input = `${mark}${formatPrice(price.inputPerMTok)} in`;
  const output = use === 'vectors' ? '' : `, ${mark}${formatPrice(price.outputPerMTok)} out`;
  const cached = price.cachedInputPerMTok === null ? '' : `, ${formatPrice(price.cachedInputPerMTok)} cached`;
  const likeness = price.exact ? '' : ` (as ${code(price.matchedModel)})`;
  return `${input}${output}${cached} per million tokens${likeness}`;
}
