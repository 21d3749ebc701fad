import type { CategoryRanking, RankingCategory, SourceError } from '../../shared/model/rankings.ts';
import { field } from '../json.ts';
import { malformed, type BoardPlan, type BoardServer, type ReadPage } from './getBoard.ts';
import { aliases, day, figure, nameIn, rank, type UnrankedModel } from './ranked.ts';

/**
 * Asked are the board's own rankings, one request for each of its categories that fits one of ours (60 a minute are
 * allowed), and not its scores: a mean of scores over different benchmarks for each model is no ranking, while its
 * TrueSkill rating comes from models meeting each other on the same benchmark. What it rests on is in part what makers
 * say of their own models, and cannot be told apart here; the index says so. A ranking ends at the 50 best.
 */
interface Asked {
  /** The board's word. */
  readonly theirs: string;
  readonly ours: readonly { readonly category: RankingCategory; readonly standsIn: boolean }[];
}

const asked: readonly Asked[] = [
  {
    theirs: 'general',
    ours: [
      { category: 'general', standsIn: false },
      { category: 'research', standsIn: true },
    ],
  },
  { theirs: 'code', ours: [{ category: 'coding', standsIn: false }] },
  { theirs: 'math', ours: [{ category: 'math', standsIn: false }] },
  { theirs: 'reasoning', ours: [{ category: 'reasoning', standsIn: false }] },
];

/** More is refused. */
const mostAtOnce = 50;

export function llmStatsPlan(server: BoardServer): BoardPlan {
  const urlOf = ({ theirs }: Asked): string => `${server.baseUrl}/rankings?category=${theirs}&limit=${mostAtOnce}`;
  const byUrl = new Map(asked.map((category) => [urlOf(category), category]));
  return {
    urls: [...byUrl.keys()],
    mayLack: noSuchCategory,
    rankings: (pages, fetchedAt) =>
      pages.flatMap((page) => {
        const category = byUrl.get(page.url);
        return category === undefined ? [] : read(server, category, page, fetchedAt);
      }),
  };
}

/** Its categories come and go; one that it does not know is refused by itself. */
function noSuchCategory({ status }: SourceError): boolean {
  return status === 400 || status === 404 || status === 422;
}

function read(server: BoardServer, { theirs, ours }: Asked, { body }: ReadPage, fetchedAt: string): readonly CategoryRanking[] {
  const entries = field(body, 'models') ?? field(body, 'rankings') ?? field(body, 'data');
  if (!Array.isArray(entries)) throw malformed(server, 'answered with something that is no ranking');
  const rated = (entries as readonly unknown[]).map(ratedModel).filter((model) => model !== null);
  if (entries.length > 0 && rated.length === 0) throw malformed(server, 'ranks models in a form that is not known');
  const models = rank(rated);
  if (models.length === 0) return [];
  return ours.map(({ category, standsIn }) => ({
    category,
    origin: server.id,
    fetchedAt,
    index: `${theirs} rating, in part from makers' own figures`,
    standsIn,
    models,
  }));
}

/** `null` where it has no id. Its prices are in no certain unit, and not read. */
function ratedModel(entry: unknown): { readonly model: UnrankedModel; readonly score: number | null } | null {
  const id = nameIn(field(entry, 'model_id')) ?? nameIn(field(entry, 'id'));
  if (id === null) return null;
  const name =
    nameIn(field(entry, 'model_name')) ??
    nameIn(field(entry, 'name')) ??
    nameIn(field(entry, 'variant_metadata', 'model_name')) ??
    id;
  return {
    score: ratingOf(entry),
    model: {
      id,
      name,
      aliases: aliases(name, id),
      creator:
        nameIn(field(entry, 'organization', 'name')) ??
        nameIn(field(entry, 'organization')) ??
        nameIn(field(entry, 'variant_metadata', 'organization')),
      releasedAt: day(field(entry, 'release_date')),
      inputUsdPerMTok: null,
      outputUsdPerMTok: null,
      tokensPerSecond: null,
      ttftMs: null,
      latencyMs: null,
      n: null,
    },
  };
}

/** The rating that it ranks by: sure to be reached, μ − 3σ. */
function ratingOf(entry: unknown): number | null {
  const said = figure(field(entry, 'conservative_rating')) ?? figure(field(entry, 'rating')) ?? figure(field(entry, 'score'));
  if (said !== null) return said;
  const [mu, sigma] = [figure(field(entry, 'mu')), figure(field(entry, 'sigma'))];
  return mu === null || sigma === null ? null : mu - 3 * sigma;
}
