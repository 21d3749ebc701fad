import type { PublicRanking } from '../../../src/shared/model/publicRanks.ts';
import { sourceGroups } from '../../logic/ranks.ts';

/** Whose figures these are and how old, with the credit that each board asks for. */
export function RankSources({ rankings }: { readonly rankings: readonly PublicRanking[] }) {
  return (
    <div>
      <h3>Sources</h3>
      <ul class="rank-sources">
        {sourceGroups(rankings, Date.now()).map(({ text, credit, indices }) => (
          <li key={text}>
            {text}
            {credit && (
              <>
                {'. '}
                <a href={credit.url}>{credit.text}</a>
              </>
            )}
            <div class="muted">{indices.join(' · ')}</div>
          </li>
        ))}
      </ul>
    </div>
  );
}
