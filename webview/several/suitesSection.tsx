import { formatPlural } from '../../src/shared/format.ts';
import type { ModelOverRuns, SuitesTable } from '../../src/shared/model/runsComparison.ts';
import { EstimateFigure } from '../components/estimateFigure.tsx';
import { ModelLabel } from '../components/modelLabel.tsx';
import { TableBox } from '../components/section.tsx';
import { StandingFigure } from '../components/standingFigure.tsx';

interface SuitesSectionProps {
  readonly table: SuitesTable;
  /** As in the table of runs, whose marks they have here too. */
  readonly models: readonly ModelOverRuns[];
}

/** Which model over all suites: quality of those that every suite has. */
export function SuitesSection({ table: { suites, models, leftOut }, models: shown }: SuitesSectionProps) {
  return (
    <section class="section" aria-labelledby="suites-heading">
      <h2 id="suites-heading">Over the suites</h2>
      <p class="intro muted">
        Quality of the models that every suite has, on the cases that all of them answered; the latest run of each suite. Every
        suite weighs the same.
      </p>
      {models.length === 0 ? (
        <p class="nothing">No model is graded in every suite.</p>
      ) : (
        <TableBox label="Quality of each model in each suite">
          <table class="data">
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">All suites alike</th>
                <th scope="col">Against the best</th>
                {suites.map(({ runId, suiteName, cases }) => (
                  <th key={runId} scope="col">
                    {suiteName} <span class="interval">{formatPlural(cases, 'case')}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {models.map(({ label, bySuite, overall, standing }) => (
                <tr key={label}>
                  <th scope="row">
                    <ModelLabel label={label} index={markOf(label, shown)} />
                  </th>
                  <td>
                    <EstimateFigure estimate={overall} from={0} to={1} />
                  </td>
                  <td>
                    <StandingFigure
                      standing={standing ? { kind: 'compared', ...standing, asGood: false, moreCases: null } : { kind: 'best' }}
                    />
                  </td>
                  {bySuite.map((one, i) => (
                    <td key={suites[i]?.runId}>
                      <EstimateFigure estimate={one} from={0} to={1} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      {leftOut.length > 0 && models.length > 0 && <p class="muted line">Not graded in every suite: {leftOut.join(', ')}.</p>}
    </section>
  );
}

/** A model under several prompts has the mark of the first. */
function markOf(label: string, models: readonly ModelOverRuns[]): number {
  return models.findIndex((model) => model.label === label || model.label.startsWith(`${label} · `));
}
