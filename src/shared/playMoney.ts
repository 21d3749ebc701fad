import type { Suite } from './model/suite.ts';

export const playMoneyText = 'made-up prices, nothing is billed';

/**
 * The demo models' prices are made up: nobody is billed for them. A suite can give their provider's name to a server of its own,
 * whose calls are as dear as any.
 */
export function isPlayMoney({ models, graders, endpoints }: Pick<Suite, 'models' | 'graders' | 'endpoints'>): boolean {
  return (
    [...models, ...graders].every(({ provider }) => provider === demoProvider) && endpoints.every(({ id }) => id !== demoProvider)
  );
}

const demoProvider = 'demo';
