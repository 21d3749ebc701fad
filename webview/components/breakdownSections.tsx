import { formatMs, formatPlural, formatUsd } from '../../src/shared/format.ts';
import type {
  CategoryBreakdown,
  CategoryFigures,
  Comparison,
  Estimate,
  PromptBreakdown,
  Verdict,
} from '../../src/shared/model/comparison.ts';
import { settledness } from '../logic/leaders.ts';
import { scaleFrom } from '../logic/qualityScale.ts';
import type { Standing } from '../logic/standing.ts';
import { EstimateFigure } from './estimateFigure.tsx';
import { CandidateLabel } from './modelLabel.tsx';
import { Section, TableBox } from './section.tsx';
import { StandingFigure } from './standingFigure.tsx';

/** Who is good at what. */
export function CategoriesSection({ comparison }: { readonly comparison: Comparison }) {
  const from = scaleFrom(comparison.categories.flatMap(({ candidates }) => candidates.map(({ quality }) => quality)));
  return (
    <Section
      id="categories"
      title="By category"
      intro={`Quality with its 95 % interval, on one scale from ${from.toFixed(1)} to 1; verdicts against the category’s leader.`}
    >
      <div class="categories">
        {comparison.categories.map((category) => (
          <CategoryTable key={category.category} category={category} comparison={comparison} from={from} />
        ))}
      </div>
    </Section>
  );
}

interface CategoryTableProps {
  readonly category: CategoryBreakdown;
  readonly comparison: Comparison;
  /** Start of the scale. */
  readonly from: number;
}

function CategoryTable({ category: { category, cases, leader, candidates }, comparison, from }: CategoryTableProps) {
  const lead = leader && settledness(leader, leader.id, comparison.candidates);
  return (
    <div class="category-table">
      <h3>
        {category} <span class="muted">{formatPlural(cases, 'case')}</span>
      </h3>
      <TableBox label={`Quality in ${category}`}>
        <table class="data">
          <thead class="for-screen-readers">
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Quality</th>
              <th scope="col">Against the leader</th>
            </tr>
          </thead>
          <tbody>
            {candidates
              .toSorted((a, b) => b.quality.value - a.quality.value)
              .map((figures) => (
                <tr key={figures.id}>
                  <th scope="row">
                    <CandidateLabel id={figures.id} candidates={comparison.candidates} />
                  </th>
                  <td>
                    <EstimateFigure estimate={figures.quality} from={from} to={1} />
                  </td>
                  <td>
                    <StandingFigure standing={standingIn(figures, leader?.id ?? null)} />
                    {figures.id === leader?.id && lead && <span class="interval">{lead.text}</span>}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </TableBox>
    </div>
  );
}

function standingIn({ id, verdict, difference }: CategoryFigures, leader: string | null): Standing {
  return id === leader ? { kind: 'best' } : standingOf(verdict, difference);
}

function standingOf(verdict: Verdict | null, difference: Estimate | null): Standing {
  if (verdict === null || difference === null) return { kind: 'unknown' };
  return { kind: 'compared', verdict, difference, asGood: false, moreCases: null, pValue: null };
}

/** Which wording works better, over all models. */
export function PromptsSection({ comparison: { prompts } }: { readonly comparison: Comparison }) {
  const from = scaleFrom(prompts.flatMap(({ quality }) => quality ?? []));
  const best = prompts.find(({ quality, verdict }) => quality !== null && verdict === null);
  return (
    <Section id="prompts" title="By prompt" intro="Mean over models and cases; verdicts against the best prompt, paired by case.">
      <TableBox label="Quality by prompt">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Prompt</th>
              <th scope="col">Quality</th>
              <th scope="col">Against the best</th>
              <th scope="col" class="number">
                Cost / sample
              </th>
              <th scope="col" class="number">
                Latency p50
              </th>
            </tr>
          </thead>
          <tbody>
            {prompts.map((prompt) => (
              <PromptRow key={prompt.promptId} prompt={prompt} best={prompt === best} from={from} />
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}

interface PromptRowProps {
  readonly prompt: PromptBreakdown;
  readonly best: boolean;
  readonly from: number;
}

function PromptRow({
  prompt: { promptId, quality, costPerSample, latencyP50, verdict, difference },
  best,
  from,
}: PromptRowProps) {
  return (
    <tr>
      <th scope="row">{promptId}</th>
      <td>{quality ? <EstimateFigure estimate={quality} from={from} to={1} /> : 'n/a'}</td>
      <td>
        <StandingFigure standing={best ? { kind: 'best' } : standingOf(verdict, difference)} />
      </td>
      <td class="number">{formatUsd(costPerSample?.value ?? null)}</td>
      <td class="number">{formatMs(latencyP50)}</td>
    </tr>
  );
}
