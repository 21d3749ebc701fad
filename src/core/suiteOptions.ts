import { demoModels } from './demo/models.ts';
import { brands } from './providers/brands.ts';
import type { SuiteOptions } from './suite/checks.ts';

/** What suite files may name without saying more, and the models whose misspelling is noticed. */
export const suiteOptions: SuiteOptions = {
  knownProviders: brands.map(({ id }) => id),
  closedProviders: ['demo'],
  knownModels: [
    ...demoModels.map(({ id }) => `demo/${id}`),
    ...brands.filter(({ server }) => server !== null).map(({ id, defaultModel }) => `${id}/${defaultModel}`),
  ],
};
