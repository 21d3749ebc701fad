import { formatMs, formatPlural, formatPrice } from '../../../src/shared/format.ts';
import type { OtherModel, OtherModels } from '../../../src/shared/model/runRanks.ts';
import { formatScore, rankingTitle } from '../../../src/shared/rankingText.ts';
import { usePanel } from '../context.ts';
import { Icon } from '../icon.tsx';
import { ModelName } from '../modelName.tsx';
import { TableBox } from '../section.tsx';

/** What to try next: well ranked, and no dearer or slower than what the run has. */
export function OtherModelsList({ others }: { readonly others: readonly OtherModels[] }) {
  return (
    <div class="other-models">
      {others.map((group) => (
        <OthersTable key={group.under} group={group} />
      ))}
    </div>
  );
}

const words = {
  cheapest: { title: 'Best ranked at no higher price', unit: 'USD per million tokens', of: 'price', format: formatPrice },
  fastest: { title: 'Best ranked and no slower', unit: 'End of a usual answer', of: 'latency', format: formatMs },
} as const;

function OthersTable({ group: { under, label, limit, category, models, unknown } }: { readonly group: OtherModels }) {
  const { title, unit, of, format } = words[under];
  const left = unknown === 0 ? '' : ` Left out: ${formatPlural(unknown, 'model')} of unknown ${of}.`;
  return (
    <div>
      <h3>{title}</h3>
      <p class="muted">
        Not in this run. {rankingTitle(category)}, at most {format(limit)}: the least that the board says of this run’s models (
        <ModelName label={label} />
        ).{left}
      </p>
      <TableBox label={title}>
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number">
                Rank
              </th>
              <th scope="col" class="number">
                Score
              </th>
              <th scope="col" class="number">
                {unit}
              </th>
              <th scope="col">
                <span class="for-screen-readers">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <OtherRow key={`${model.rank} ${model.name} ${model.model}`} model={model} figure={format(model.figure)} />
            ))}
          </tbody>
        </table>
      </TableBox>
    </div>
  );
}

function OtherRow({
  model: { name, rank, score, model, canAsk },
  figure,
}: {
  readonly model: OtherModel;
  readonly figure: string;
}) {
  const { post } = usePanel();
  return (
    <tr>
      <th scope="row">
        {name}
        {model !== null && (
          <span class="match-note">
            <ModelName label={model} />
            {!canAsk && ', no key yet'}
          </span>
        )}
      </th>
      <td class="number">{rank}</td>
      <td class="number">{formatScore(score)}</td>
      <td class="number">{figure}</td>
      <td>
        {model === null ? (
          <span class="muted">no provider known</span>
        ) : (
          <button
            type="button"
            class="button secondary"
            aria-label={`Add to suite: ${model}`}
            onClick={() => post({ type: 'model-wanted', model })}
          >
            <Icon name="add" /> Add to suite
          </button>
        )}
      </td>
    </tr>
  );
}
