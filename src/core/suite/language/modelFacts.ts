import { formatCompact, formatPrice } from '../../../shared/format.ts';
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

/** `$0.25 / $2.00 · 400k`: USD per million tokens in and out, and the context. Of what is unknown nothing is said. */
export function modelDetail({ price, contextTokens, deprecated, note }: ModelFacts): string {
  const mark = price?.exact === false ? '~' : '';
  return [
    price && `${mark}${formatPrice(price.inputPerMTok)} / ${formatPrice(price.outputPerMTok)}`,
    contextTokens === null ? null : formatCompact(contextTokens),
    deprecated ? 'deprecated' : null,
    note,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}

/** All that is known of a model, for a hover. */
export function modelHelp(facts: ModelFacts): string {
  const { ref, provider, name, about, contextTokens, deprecated, note } = facts;
  const title = name === null ? `**${escaped(ref)}**` : `**${escaped(name)}** · ${escaped(provider)}`;
  const marks = [
    deprecated ? '**Deprecated**: its provider is going to turn it off.' : '',
    note === null ? '' : `**Note**: ${escaped(note)}`,
  ];
  const context = contextTokens === null ? '' : `${formatCompact(contextTokens)} tokens of context`;
  const facets = [priceText(facts), context].filter((part) => part !== '').join('  \n');
  return [title, facets, about === null ? '' : escaped(about), ...marks, name === null ? '' : code(ref)]
    .filter((part) => part !== '')
    .join('\n\n');
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
