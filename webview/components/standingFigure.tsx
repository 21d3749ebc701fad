import { standingText, type Standing } from '../logic/standing.ts';
import { differenceTexts } from '../logic/wording.ts';
import { Icon, type IconName } from './icon.tsx';

interface StandingFigureProps {
  readonly standing: Standing;
  /** Tooltip; by default what would settle the question. */
  readonly title?: string | undefined;
}

/** A verdict as mark and word, and the difference that it rests on. */
export function StandingFigure({ standing, title = moreCasesText(standing) }: StandingFigureProps) {
  const [difference, interval] = standing.kind === 'compared' ? differenceTexts(standing.difference) : [];
  return (
    <span class={`standing ${standingTone(standing)}`} title={title}>
      <span class="standing-word">
        <Icon name={standingIcon(standing)} /> {standingText(standing)}
      </span>
      {difference !== undefined && (
        <span class="interval">
          <span>{difference}</span> {interval !== undefined && <span class="bracketed">{interval}</span>}
        </span>
      )}
    </span>
  );
}

function moreCasesText(standing: Standing): string | undefined {
  return standing.kind === 'compared' && standing.moreCases !== null
    ? `About ${standing.moreCases} more cases would settle a difference of this size.`
    : undefined;
}

function standingTone(standing: Standing): string {
  if (standing.kind !== 'compared') return standing.kind;
  return standing.verdict === 'cannot-tell' && standing.asGood ? 'as-good' : standing.verdict;
}

function standingIcon(standing: Standing): IconName {
  if (standing.kind === 'best') return 'star-full';
  if (standing.kind === 'unknown') return 'dash';
  if (standing.verdict === 'cannot-tell') return standing.asGood ? 'check' : 'question';
  return standing.verdict === 'better' ? 'arrow-up' : 'arrow-down';
}
