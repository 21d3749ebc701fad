import { formatPlural } from '../../src/shared/format.ts';
import { fewestRuns, type RunBesideOthers, type RunsComparison } from '../../src/shared/model/runsComparison.ts';
import type { FromRunsPanel } from '../../src/shared/protocol/runsPanel.ts';
import { runRemark, runTimes } from '../../src/shared/runsText.ts';
import { Icon } from '../components/icon.tsx';
import { TableBox } from '../components/section.tsx';
import { RunNumber } from './runsTable.tsx';

interface RunsListProps {
  readonly comparison: RunsComparison;
  readonly post: (message: FromRunsPanel) => void;
}

/** Which runs these are, and which one the others are held against. */
export function RunsList({ comparison, post }: RunsListProps) {
  const { runs } = comparison;
  return (
    <section class="section" aria-labelledby="runs-heading">
      <h2 id="runs-heading">{formatPlural(runs.length, 'run')}</h2>
      <TableBox label="The runs">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Suite</th>
              <th scope="col">Started</th>
              <th scope="col">Reference</th>
              <th scope="col">
                <span class="for-screen-readers">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} comparison={comparison} post={post} />
            ))}
          </tbody>
        </table>
      </TableBox>
    </section>
  );
}

function RunRow({ run, comparison, post }: RunsListProps & { readonly run: RunBesideOthers }) {
  const { runs, reference } = comparison;
  const time = runTimes(runs).get(run.id);
  const name = `${run.name}, ${time}`;
  const remark = runRemark(run);
  return (
    <tr>
      <th scope="row">
        <RunNumber comparison={comparison} runId={run.id} />{' '}
        <button
          type="button"
          class="link"
          title="Open its comparison"
          onClick={() => post({ type: 'one-opened', runId: run.id })}
        >
          {run.name}
        </button>
        {remark !== '' && <span class="interval">{remark}</span>}
      </th>
      <td>{run.suitePath}</td>
      <td>{time}</td>
      <td>
        <label class="choice">
          <input
            type="radio"
            name="reference"
            checked={run.id === reference}
            aria-label={`Hold the others against ${name}`}
            onChange={() => post({ type: 'reference-chosen', runId: run.id })}
          />
          {run.id === reference && 'the others against it'}
        </label>
      </td>
      <td>
        {runs.length > fewestRuns && (
          <button
            type="button"
            class="icon-button"
            aria-label={`Leave out ${name}`}
            title="Leave out"
            onClick={() => post({ type: 'one-left-out', runId: run.id })}
          >
            <Icon name="close" />
          </button>
        )}
      </td>
    </tr>
  );
}
