import { misleadingQualities } from '../../src/shared/comparisonText.ts';
import { cutOffText } from '../../src/shared/cutOffText.ts';
import { formatPlural } from '../../src/shared/format.ts';
import type { CandidateSummary, Comparison, CostSummary } from '../../src/shared/model/comparison.ts';
import type { CandidateId } from '../../src/shared/model/ids.ts';
import { playMoneyText } from '../../src/shared/playMoney.ts';
import { columnIds, type Column, type ColumnId } from './columns.ts';

/** A reservation about some figures: a letter beside them, and the sentence below the table. */
export interface Footnote {
  /** `a`, `b`, … */
  readonly mark: string;
  readonly columns: readonly (ColumnId | 'model')[];
  readonly text: string;
  /** What it means for each model it holds for. */
  readonly applies: ReadonlyMap<CandidateId, string>;
  /** Holds for every model, so that the mark stands in the header alone. */
  readonly everywhere: boolean;
}

type Draft = Pick<Footnote, 'columns' | 'text'> & { readonly says: (candidate: CandidateSummary) => string | null };

const timedColumns = columnIds.filter((id) => /^(?:latency|ttft|ttfa|tpot)|Speed$/.test(id));

function unknownCalls({ unknownCalls: calls }: CostSummary): string {
  return `cost of ${formatPlural(calls, 'call')} unknown`;
}

const standing: readonly Draft[] = [
  {
    columns: ['quality', 'passRate'],
    text: 'Some calls failed. Quality is that of the answers that came: a failed call is not a score.',
    says: ({ failed, ok }) => (failed > 0 ? `${failed} of ${formatPlural(ok + failed, 'sample')} failed` : null),
  },
  {
    columns: ['quality', 'passRate'],
    text: 'Some answers ended at the limit of output tokens: they may be graded too low. Raise “maxOutputTokens” in the suite.',
    says: ({ cutOff, ok }) => (cutOff ? cutOffText(cutOff, ok) : null),
  },
  {
    columns: ['costPerSample', 'costTotal'],
    text: 'No price is known, so the cost is unknown. Set it under “prices:” in the suite.',
    says: ({ cost, price }) => (cost.unknownCalls > 0 && price === null ? unknownCalls(cost) : null),
  },
  {
    columns: ['costPerSample', 'costTotal'],
    text: 'The provider told no token counts for some calls (most often failed ones), so their cost is unknown.',
    says: ({ cost, price }) => (cost.unknownCalls > 0 && price !== null ? unknownCalls(cost) : null),
  },
  {
    columns: ['costPerSample', 'costTotal'],
    text: 'Estimated: no price of its own is known, so that of a similar model stands in.',
    says: ({ cost, price }) => (cost.estimated && price?.exact === false ? `priced as ${price.matchedModel}` : null),
  },
  {
    columns: ['costPerSample', 'costTotal'],
    text: 'Estimated: from counts of tokens that may not be the provider’s own.',
    says: ({ cost, price }) => (cost.estimated && price?.exact !== false ? 'estimated cost' : null),
  },
  {
    columns: ['tokens', 'decodeSpeed', 'e2eSpeed', 'tpotP50'],
    text: 'Token counts are partly a tokenizer’s estimate: the provider reported none.',
    says: ({ estimatedUsageCalls }) =>
      estimatedUsageCalls > 0 ? `tokens of ${formatPlural(estimatedUsageCalls, 'call')} estimated` : null,
  },
  {
    columns: ['model'],
    text: 'The model or its server does not take the request as the suite words it, so it was sent otherwise.',
    says: ({ adaptations }) => (adaptations.length > 0 ? `sent ${adaptations.map(({ change }) => change).join(', ')}` : null),
  },
  {
    columns: timedColumns,
    text: 'Timed in the editor’s own process, which other extensions can hold up: compare with care.',
    says: ({ apis }) => (apis.includes('vscode-lm') ? 'timed in the editor' : null),
  },
  {
    columns: ['model'],
    text: 'Some calls were timed while this machine was busy (over 10 ms late): their latencies may read too long.',
    says: ({ contaminated, ok }) => (contaminated > 0 ? `${contaminated} of ${formatPlural(ok, 'call')} timed late` : null),
  },
];

type Noted = Pick<Comparison, 'candidates' | 'replicates' | 'recommendation' | 'playMoney'>;

/** Which scorers failed, and why. */
function failedScorers({ candidates }: Noted): Draft {
  const failed = Map.groupBy(
    candidates.flatMap((candidate) => candidate.failedScorers),
    ({ scorer }) => scorer,
  );
  const reasons = [...failed].map(([scorer, all]) => ` ${scorer}: ${all[0]?.reason ?? ''}`);
  return {
    columns: ['quality', 'passRate'],
    text: `A scorer itself failed on some answers: those enter neither quality nor pass rate.${reasons.join('')}`,
    says: ({ scorerFailures, quality, ok }) =>
      scorerFailures > 0
        ? `${formatPlural(scorerFailures, 'scorer failure')}, graded on ${quality?.n ?? 0} of ${formatPlural(ok, 'answer')}`
        : null,
  };
}

function madeUpPrices({ playMoney = false }: Noted): Draft {
  return {
    columns: ['costPerSample', 'costTotal'],
    text: `Demo models: ${playMoneyText}.`,
    says: () => (playMoney ? playMoneyText : null),
  };
}

/** The column goes by what each answered, the verdict by all cases: said where the two disagree on who is first. */
function easierCases(comparison: Noted): Draft {
  const found = new Map(misleadingQualities(comparison).map((one) => [one.candidate.id, one]));
  return {
    columns: ['quality'],
    text: [...found.values()]
      .map(({ candidate, why, standsAt }) => `${candidate.label} ${why}: compared case by case it stands at ${standsAt}.`)
      .join(' '),
    says: ({ id }) => {
      const one = found.get(id);
      return one ? `${one.why}: case by case ${one.standsAt}` : null;
    },
  };
}

function fewSamples({ id, title, needs }: Column): Draft[] {
  if (!needs || needs.n === 1) return [];
  return [
    {
      columns: [id],
      text: `${title} needs ${needs.n} calls to hold still; with fewer, expect another figure next time.`,
      says: (candidate) => {
        const n = needs.of(candidate)?.n ?? 0;
        return n > 0 && n < needs.n ? `${n} of ${needs.n} calls needed` : null;
      },
    },
  ];
}

/** The reservations that hold for the figures on show, lettered in the order of the columns. */
export function footnotes(comparison: Noted, columns: readonly Column[]): Footnote[] {
  const { candidates } = comparison;
  const shown: readonly (ColumnId | 'model')[] = ['model', ...columns.map(({ id }) => id)];
  const place = (draft: Draft) => shown.findIndex((column) => draft.columns.includes(column));
  return [
    easierCases(comparison),
    failedScorers(comparison),
    madeUpPrices(comparison),
    ...standing,
    ...columns.flatMap(fewSamples),
  ]
    .filter((draft) => place(draft) >= 0)
    .toSorted((a, b) => place(a) - place(b))
    .map((draft) => ({ draft, applies: applying(draft, candidates) }))
    .filter(({ applies }) => applies.size > 0)
    .map(({ draft: { columns, text }, applies }, index) => ({
      mark: String.fromCharCode('a'.charCodeAt(0) + index),
      columns,
      text,
      applies,
      everywhere: applies.size === candidates.length,
    }));
}

function applying({ says }: Draft, candidates: readonly CandidateSummary[]): Map<CandidateId, string> {
  const found = new Map<CandidateId, string>();
  for (const candidate of candidates) {
    const text = says(candidate);
    if (text !== null) found.set(candidate.id, text);
  }
  return found;
}
