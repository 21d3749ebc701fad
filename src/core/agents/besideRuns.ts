import type { CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import type { PublicRank, PublicRanks } from '../../shared/model/publicRanks.ts';
import type { RankingCategory } from '../../shared/model/rankings.ts';
import type { Suite } from '../../shared/model/suite.ts';
import { confidenceText, disagreementText, formatScore, indexText } from '../../shared/rankingText.ts';
import { outsideFinder } from '../rankings/match/outsideFinder.ts';
import { effortOf, refOf } from '../report/effortOf.ts';
import { escapeMarkdown } from '../report/markdown.ts';
import { isPublic, publicRanks } from '../report/publicRank.ts';
import { figure, shortName } from './bounds.ts';
import { boardData, creditText, rankedFor, sourceText, type KeptRankings } from './publicWord.ts';
import type { AgentAnswer } from './spec.ts';

/** A run that was advised by. */
export interface AdvisedRun {
  readonly comparison: Comparison;
  /** As the run was made; `null`: not known. */
  readonly suite: Pick<Suite, 'models'> | null;
}

const mostDisagreements = 3;
const mostRows = 12;

/** What a public board says of the models that were measured; `null` where no kept ranking has one of them. */
export function besideRuns(
  runs: readonly AdvisedRun[],
  category: RankingCategory | null,
  { answers, corrections, now }: KeptRankings,
): AgentAnswer | null {
  const find = outsideFinder([...new Set(runs.flatMap(({ comparison }) => comparison.candidates.map(refOf)))], corrections);
  const own = runs.map(({ comparison, suite }) => publicRanks(comparison, answers, find, effortIn(comparison, suite)));
  const ranked = rankedFor(category ?? own[0]?.parts[0]?.category ?? 'general', answers.filter(isPublic));
  const rows = ranked === null ? [] : rowsOf(own, ranked.category);
  if (ranked === null || rows.length === 0) return null;
  const apart = own.flatMap(disagreementsOf).slice(0, mostDisagreements);
  const of = ranked.ranking.models.length;
  const text = [
    '### What a public board says of these models',
    `Not by your cases: ${escapeMarkdown(`${indexText(ranked.ranking)}, ${sourceText(ranked, now)}`)}.`,
    rows.map((row) => `- ${escapeMarkdown(rowText(row, of))}`).join('\n'),
    ...apart.map((sentence) => `**Disagreement:** ${escapeMarkdown(sentence)}`),
    creditText(ranked.ranking.origin),
  ];
  const models = rows.map(({ label, model, rank, score, confidence }) => {
    return { label: shortName(label), ref: shortName(model), rank, score: figure(score), match: confidence };
  });
  return { text: text.filter(Boolean).join('\n\n'), data: { ...boardData(ranked), models, disagreements: apart } };
}

interface Row extends PublicRank {
  readonly label: string;
  readonly model: string;
}

/** The best-ranked first; a model of several runs once. */
function rowsOf(own: readonly PublicRanks[], category: RankingCategory): readonly Row[] {
  const all = own.flatMap(({ candidates }) =>
    candidates.flatMap(({ label, model, ranks }): Row[] => {
      const rank = ranks.find((one) => one.category === category);
      return rank ? [{ label, model, ...rank }] : [];
    }),
  );
  const once = new Map(all.map((row) => [row.label, row]));
  return [...once.values()].toSorted((a, b) => a.rank - b.rank).slice(0, mostRows);
}

/** `gpt-5: rank 2 of 312 (71.2), most likely the same model: without the date 2025-08-07`. */
function rowText({ label, rank, score, ...match }: Row, of: number): string {
  return `${shortName(label)}: rank ${rank} of ${of} (${formatScore(score)}), ${confidenceText(match)}`;
}

/** Of the run as a whole. */
function disagreementsOf({ parts: [whole], rankings }: PublicRanks): readonly string[] {
  const board = rankings.find(({ category }) => category === whole?.category);
  if (!whole || !board) return [];
  return whole.disagreements.map((one) => disagreementText(one, board, whole.caseCategory));
}

function effortIn({ candidates }: Comparison, suite: AdvisedRun['suite']): (id: CandidateSummary['id']) => string | null {
  return (id) => {
    const candidate = candidates.find((one) => one.id === id);
    return candidate && suite ? effortOf(candidate, suite) : null;
  };
}
