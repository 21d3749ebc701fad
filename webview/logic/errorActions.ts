import type { ErrorActionName } from '../../src/shared/errorAction.ts';
import type { ErrorKind } from '../../src/shared/model/errors.ts';
import type { CandidateSummary } from '../../src/shared/model/comparison.ts';
import type { ErrorActionOffer } from '../../src/shared/protocol/panel.ts';

/** A button beside an error. */
export interface OfferedAction {
  readonly candidateId: string;
  readonly action: ErrorActionName;
  readonly label: string;
}

type Failed = Pick<CandidateSummary, 'id' | 'provider'>;

/** Everything for one model; where several have failed alike, the first remedy once for each provider. */
export function offeredActions(
  kind: ErrorKind,
  candidates: readonly Failed[],
  offers: readonly ErrorActionOffer[],
): OfferedAction[] {
  const found = candidates.flatMap(({ id, provider }) => {
    const actions = offers.find((offer) => offer.candidateId === id && offer.kind === kind)?.actions ?? [];
    return actions.slice(0, candidates.length === 1 ? undefined : 1).map(({ name, label }) => {
      return { provider, candidateId: id, action: name, label };
    });
  });
  const distinct = [
    ...new Map(found.toReversed().map((item) => [`${item.action} ${item.provider}`, item])).values(),
  ].toReversed();
  return distinct.map(({ provider, ...item }) => {
    const alike = distinct.filter(({ action }) => action === item.action).length > 1;
    return alike ? { ...item, label: `${item.label} · ${provider}` } : item;
  });
}
