import { brandOf } from '../../core/providers/brands.ts';
import type { ErrorAction, ErrorActionName } from '../../shared/errorAction.ts';
import type { Comparison } from '../../shared/model/comparison.ts';
import type { ErrorKind } from '../../shared/model/errors.ts';
import type { EndpointSpec } from '../../shared/model/suite.ts';
import type { UserProviders } from '../../core/ports.ts';
import type { ErrorActionOffer } from '../../shared/protocol/panel.ts';
import { accessOf, keyOrigin, type Access } from '../providers/access.ts';
import { l10n } from '../words.ts';

/** What helps against each kind of error, the likeliest first: the first that the provider allows is offered. */
const remedies: Readonly<Record<ErrorKind, readonly ErrorActionName[]>> = {
  authentication: ['set-key', 'sign-in', 'show-log'],
  permission: ['open-docs', 'show-log'],
  quota: ['open-docs', 'show-log'],
  'rate-limit': ['open-limits', 'open-suite'],
  overloaded: ['open-limits', 'open-suite'],
  'model-not-found': ['browse-models', 'open-suite'],
  'needs-responses-api': ['open-suite'],
  'unsupported-parameter': ['open-suite'],
  'token-count-mismatch': ['open-suite'],
  'context-length': ['open-suite'],
  'content-filter': ['open-suite'],
  'bad-request': ['open-suite'],
  timeout: ['open-suite'],
  stall: ['open-suite'],
  network: ['show-log'],
  server: ['show-log'],
  'malformed-response': ['show-log'],
  other: ['show-log'],
};

const labels: Readonly<Record<ErrorActionName, string>> = {
  'set-key': l10n.t('Set API Key…'),
  'sign-in': l10n.t('How to Sign In'),
  'browse-models': l10n.t('Pick Another Model…'),
  'open-docs': l10n.t('Open Account Page'),
  'open-suite': l10n.t('Open Suite'),
  'open-limits': l10n.t('Set Limits…'),
  'show-log': l10n.t('Show Log'),
  'disable-model': l10n.t('Disable Model…'),
};

export const disableAction: ErrorAction = { name: 'disable-model', label: labels['disable-model'] };

/** The servers that a failed call could have gone to. */
export interface ErrorPlace {
  readonly provider: string;
  readonly endpoints: readonly EndpointSpec[];
  readonly user: UserProviders;
}

/** What to offer for an error of a model: `open-docs` leads to the page of the account where there is one. */
export function errorAction(kind: ErrorKind, { provider, endpoints, user }: ErrorPlace): ErrorAction {
  const access = accessOf(provider, user, endpoints);
  const own = [...endpoints, ...user.endpoints].some(({ id }) => id === provider);
  const page = own ? null : accountPage(provider);
  const allowed = remedies[kind].find((name) => allows[name](access, page)) ?? 'show-log';
  return { name: allowed, label: labels[allowed] };
}

type Condition = (access: Access, page: string | null) => boolean;

const allows: Readonly<Record<ErrorActionName, Condition>> = {
  'set-key': (access) => keyOrigin(access) !== null,
  'sign-in': (access, page) => access.kind === 'google' && page !== null,
  'open-docs': (_, page) => page !== null,
  'open-limits': ({ kind }) => kind !== 'built-in' && kind !== 'editor',
  'browse-models': () => true,
  'open-suite': () => true,
  'show-log': () => true,
  'disable-model': () => true,
};

/** Where rights, quota and bills of a provider are seen to, as far as we know: where its keys are made. */
export function accountPage(provider: string): string | null {
  const brand = brandOf(provider);
  return brand?.server?.keyUrl ?? brand?.docsUrl ?? null;
}

/** What the panel offers beside each error of each model. A model that never answered can be left out of further runs. */
export function offersFor(
  candidates: Comparison['candidates'],
  place: Pick<ErrorPlace, 'endpoints' | 'user'>,
): readonly ErrorActionOffer[] {
  return candidates.flatMap(({ id, provider, ok, errors }) =>
    errors.map(({ kind }): ErrorActionOffer => {
      const action = errorAction(kind, { ...place, provider });
      return { candidateId: id, kind, actions: ok === 0 ? [action, disableAction] : [action] };
    }),
  );
}
