import { useState } from 'preact/hooks';
import { historyMetricTexts } from '../../src/shared/historyText.ts';
import { formatCount, formatInterval } from '../../src/shared/format.ts';
import type { HistoryDot, HistoryLine, HistoryPicture, HistoryTime } from '../logic/history.ts';
import { arrowOf, changeText, remarks, timeText } from '../logic/historyWording.ts';
import { usePanel } from './context.ts';
import { Icon } from './icon.tsx';
import { ModelLabel } from './modelLabel.tsx';
import { TableBox } from './section.tsx';

/** Rows drawn at first and with each click on "Show more". */
const pageSize = 30;

/** The picture's twin: a row for each run or day, the latest first. */
export function HistoryTable({ picture }: { readonly picture: HistoryPicture }) {
  const [limit, setLimit] = useState(pageSize);
  const { lines, times, by } = picture;
  const dots = lines.map((line) => new Map(line.dots.map((dot) => [dot.time, dot])));
  return (
    <>
      <TableBox label="Over time, as a table">
        <table class="data history-table">
          <thead>
            <tr>
              <th scope="col">{by === 'day' ? 'Day (UTC)' : 'Run'}</th>
              {lines.map((line) => (
                <HeadCell key={line.key} line={line} />
              ))}
            </tr>
          </thead>
          <tbody>
            {times
              .toReversed()
              .slice(0, limit)
              .map((time) => (
                <tr key={time.x}>
                  <th scope="row">
                    <TimeCell time={time} picture={picture} />
                  </th>
                  {dots.map((byTime, column) => (
                    <td key={column}>
                      <FigureCell dot={byTime.get(time) ?? null} picture={picture} />
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </TableBox>
      {times.length > limit && (
        <button type="button" class="button secondary" onClick={() => setLimit(limit + 4 * pageSize)}>
          Show {formatCount(Math.min(4 * pageSize, times.length - limit))} more of {formatCount(times.length)}
        </button>
      )}
    </>
  );
}

function HeadCell({ line: { label, index } }: { readonly line: HistoryLine }) {
  return (
    <th scope="col">
      <ModelLabel label={label} index={index} />
    </th>
  );
}

interface TimeCellProps {
  readonly time: HistoryTime;
  readonly picture: HistoryPicture;
}

function TimeCell({ time, picture: { by, lines } }: TimeCellProps) {
  const asked = lines.some(({ dots }) => dots.some((dot) => dot.time === time && dot.questionsChanged));
  const notes = [...remarks(time), ...(asked ? ['questions changed'] : [])];
  return (
    <>
      <OpenLink time={time} text={timeText(time, by)} />
      {notes.length > 0 && <span class="interval">{notes.join(', ')}</span>}
    </>
  );
}

interface OpenLinkProps {
  readonly time: HistoryTime;
  readonly text: string;
}

/** Leads to the run; of a day's, to the last. */
export function OpenLink({ time: { opens }, text }: OpenLinkProps) {
  const { post } = usePanel();
  if (opens === null) return <>{text}</>;
  return (
    <button
      type="button"
      class="link"
      aria-label={`${text}: open the run`}
      title="Open the run"
      onClick={() => post({ type: 'run-opened', runId: opens })}
    >
      <Icon name="go-to-file" /> {text}
    </button>
  );
}

interface FigureCellProps {
  readonly dot: HistoryDot | null;
  readonly picture: HistoryPicture;
}

function FigureCell({ dot, picture: { metric } }: FigureCellProps) {
  if (dot === null) return <span class="muted">–</span>;
  const { format } = historyMetricTexts[metric];
  const { estimate, change } = dot;
  return (
    <>
      {change && (
        <span title={changeText(change, metric)}>
          {arrowOf(change)} <span class="for-screen-readers">{changeText(change, metric)}. </span>
        </span>
      )}
      {format(estimate.value)} <span class="interval">{formatInterval(estimate, format)}</span>
    </>
  );
}
