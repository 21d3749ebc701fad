import { firstPage, type MatrixPage, type MatrixQuery } from '../../src/shared/model/panelView.ts';
import { isUnfiltered, pageText, pagingOf } from '../logic/matrix.ts';
import { usePanel } from './context.ts';
import { Icon, type IconName } from './icon.tsx';

interface MatrixPagerProps {
  readonly page: MatrixPage;
  readonly wanted: MatrixQuery;
}

/** Which of the cases are on show, and the way to the others. */
export function MatrixPager({ page, wanted }: MatrixPagerProps) {
  const { dispatch } = usePanel();
  const { before, after } = pagingOf(page, wanted);
  return (
    <div class="pager" role="group" aria-label="Pages of cases">
      {(before ?? after) && <PageButton icon="chevron-left" title="Previous" to={before} />}
      <span role="status">{pageText(page)}</span>
      {(before ?? after) && <PageButton icon="chevron-right" title="Next" to={after} />}
      {page.fitting === 0 && !isUnfiltered(wanted) && (
        <button
          type="button"
          class="link"
          onClick={() => dispatch({ type: 'prefs-changed', prefs: { matrix: { ...firstPage, sort: wanted.sort } } })}
        >
          Show all cases
        </button>
      )}
    </div>
  );
}

interface PageButtonProps {
  readonly icon: IconName;
  readonly title: string;
  readonly to: MatrixQuery | null;
}

/** Not `disabled` where it leads nowhere: that would take the focus away from whoever has just come to the end. */
function PageButton({ icon, title, to }: PageButtonProps) {
  const { dispatch } = usePanel();
  return (
    <button
      type="button"
      class="button secondary"
      aria-label={`${title} cases`}
      aria-disabled={to === null}
      onClick={() => to && dispatch({ type: 'prefs-changed', prefs: { matrix: to } })}
    >
      {title === 'Previous' && <Icon name={icon} />}
      {title}
      {title === 'Next' && <Icon name={icon} />}
    </button>
  );
}
