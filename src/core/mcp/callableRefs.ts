import type { EndpointSpec } from '../../shared/model/suite.ts';
import { modelsWithKey } from '../cli/rankingBoards.ts';
import { shippedRefs } from '../languageSources.ts';
import type { KeySource, UserProviders } from '../ports.ts';
import { resolveEndpoint } from '../providers/resolve.ts';

export interface CallableSources {
  readonly keys: KeySource;
  readonly user: UserProviders;
}

interface NamingSuite {
  readonly models: readonly { readonly ref: string; readonly provider: string; readonly model: string }[];
  readonly endpoints: readonly EndpointSpec[];
}

/** `provider/model`: those of the suites that a run would accept, then what the shipped lists have of providers with a key. None of the demo. */
export async function callableRefs(suites: readonly NamingSuite[], sources: CallableSources): Promise<readonly string[]> {
  const named = suites.flatMap(({ models, endpoints }) =>
    models.map(async (model) => ((await isAccepted(model, endpoints, sources)) ? [model.ref] : [])),
  );
  const keyed = (await modelsWithKey(sources.keys, sources.user)).map((model) => model.slice(0, model.indexOf('/')));
  const shipped = await shippedRefs(new Set(keyed), new Date());
  return [...new Set([...(await Promise.all(named)).flat(), ...shipped])];
}

async function isAccepted(
  { provider, model }: NamingSuite['models'][number],
  endpoints: readonly EndpointSpec[],
  { keys, user }: CallableSources,
): Promise<boolean> {
  const resolved = resolveEndpoint(provider, model, { endpoints, user, demoOrigin: null, demoApis: {}, editorModels: false });
  if (!resolved.ok) return false;
  const { keyRequest } = resolved;
  if (keyRequest === null) return true;
  try {
    return (await keys.key(keyRequest)) !== null || !keyRequest.required;
  } catch {
    // The key belongs to somebody else: no run would send it there.
    return false;
  }
}
