import type { ModelFault } from '../shared/model/problem.ts';
import { unsuitableModel } from './catalog/suitability.ts';
import { demoModels, type DemoModel } from './demo/models.ts';
import { noUserProviders, type UserProviders } from './ports.ts';
import { brands } from './providers/brands.ts';
import { modelFault } from './providers/resolve.ts';
import { scriptProblem } from './scorers/javascript/script.ts';
import { schemaProblem } from './scorers/jsonSchema.ts';
import { unitProblem } from './scorers/units.ts';
import type { SuiteOptions } from './suite/checks.ts';

/** What suite files may name without saying more, and the models whose misspelling or unfitness is noticed. */
export function suiteOptionsFor(user: UserProviders): SuiteOptions {
  return {
    knownProviders: brands.map(({ id }) => id),
    closedProviders: ['demo'],
    ownEndpoints: user.endpoints.map(({ id }) => id),
    knownModels: [
      ...demoRefs('chat'),
      ...brands.filter(({ server }) => server !== null).map(({ id, defaultModel }) => `${id}/${defaultModel}`),
    ],
    knownEmbeddings: demoRefs('embedding'),
    checkModel: (provider, model, use) =>
      modelFault(provider, model, user) ?? (use === 'vectors' ? noEmbedding(provider, model) : unsuitable(provider, model)),
    schemaProblem,
    scriptProblem,
    unitProblem,
  };
}

function demoRefs(kind: DemoModel['kind']): string[] {
  return demoModels.filter((model) => model.kind === kind).map(({ id }) => `demo/${id}`);
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

/** A warning too: there are embedding models of any name. */
function noEmbedding(provider: string, model: string): ModelFault | null {
  if (unsuitableModel(model)?.kind === 'embedding') return null;
  const message = `\`${provider}/${model}\` does not look like an embedding model. Name one, for example \`openai/text-embedding-3-small\`.`;
  return { severity: 'warning', message, replacement: null };
}
