import { formatInterval, formatPercent, formatQuality } from '../../shared/format.ts';
import type { CandidateSummary, Comparison, PairwiseResult } from '../../shared/model/comparison.ts';
import { columns } from './columns.ts';
import { footnotes } from './footnotes.ts';
import { candidateLabel, chosenCandidate, ranked } from './ranking.ts';
import { summaryLine } from './summaryLine.ts';
import { differenceText, verdictText } from './verdictText.ts';

/** The comparison in GitHub's Markdown, for pull requests and wikis. */
export function renderMarkdown(comparison: Comparison): string {
  const { run, recommendation, candidates } = comparison;
  const blocks = [
    `# ${escapeMarkdown(run.name)}`,
    escapeMarkdown(summaryLine(comparison)),
    `**${escapeMarkdown(recommendation.headline)}**`,
    escapeMarkdown(recommendation.details.join(' ')),
    candidates.length === 0 ? 'There is nothing to compare.' : comparisonTable(comparison),
    pairsTable(comparison),
    footnotes(comparison)
      .map((note) => `- ${escapeMarkdown(note)}`)
      .join('\n'),
    `Run \`${run.id}\` of ${escapeMarkdown(run.suitePath)}, LLM Bench ${escapeMarkdown(run.toolVersion)}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function comparisonTable(comparison: Comparison): string {
  const chosen = chosenCandidate(comparison);
  const rows = ranked(comparison.candidates).map((candidate) => {
    const label = escapeMarkdown(candidate.label);
    return [
      candidate.id === chosen ? `**${label}**` : label,
      ...columns.map(({ id, text }) => withInterval(id, text(candidate), candidate)),
    ];
  });
  return table(['Model', ...columns.map(({ title }) => title)], rows);
}

/** Where there is room, intervals stand in full. */
function withInterval(id: string, text: string, { quality, passRate }: CandidateSummary): string {
  const interval =
    id === 'quality' ? formatInterval(quality, formatQuality) : id === 'passRate' ? formatInterval(passRate, formatPercent) : '';
  return escapeMarkdown(interval === '' ? text : `${text.replace(/ ±.*$/, '')} (${interval})`);
}

function pairsTable(comparison: Comparison): string {
  if (comparison.pairs.length === 0) return '';
  const row = (pair: PairwiseResult): readonly string[] => [
    `${escapeMarkdown(candidateLabel(comparison, pair.a))} − ${escapeMarkdown(candidateLabel(comparison, pair.b))}`,
    differenceText(pair),
    verdictText(pair),
  ];
  return table(['Quality, case by case', 'Difference', 'Verdict'], comparison.pairs.map(row));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? ':--' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text of files and models is text: no markup, no mention, one line. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>|#!~&]/g, (character) =>
      character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`,
    )
    .replaceAll('@', '@\u200B');
}
