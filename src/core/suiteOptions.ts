import type { ModelFault } from '../shared/model/problem.ts';
import { unsuitableModel } from './catalog/suitability.ts';
import { demoModels } from './demo/models.ts';
import { noUserProviders, type UserProviders } from './ports.ts';
import { brands } from './providers/brands.ts';
import { modelFault } from './providers/resolve.ts';
import type { SuiteOptions } from './suite/checks.ts';

/** What suite files may name without saying more, and the models whose misspelling or unfitness is noticed. */
export function suiteOptionsFor(user: UserProviders): SuiteOptions {
  return {
    knownProviders: brands.map(({ id }) => id),
    closedProviders: ['demo'],
    ownEndpoints: user.endpoints.map(({ id }) => id),
    knownModels: [
      ...demoModels.map(({ id }) => `demo/${id}`),
      ...brands.filter(({ server }) => server !== null).map(({ id, defaultModel }) => `${id}/${defaultModel}`),
    ],
    checkModel: (provider, model) => modelFault(provider, model, user) ?? unsuitable(provider, model),
  };
}

/** For who does not know the user's settings. */
export const suiteOptions: SuiteOptions = suiteOptionsFor(noUserProviders);

/** A warning only: the rules go by the id, and a run of such a model does no harm. */
function unsuitable(provider: string, model: string): ModelFault | null {
  const unfit = unsuitableModel(model);
  if (unfit === null) return null;
  const message = `\`${provider}/${model}\` is not a model to ask questions of. ${unfit.why}`;
  return { severity: 'warning', message, replacement: null };
}
