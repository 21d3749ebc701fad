import type { TestContext } from 'node:test';
import { apiKinds, type ApiKind } from '../../src/shared/model/suite.ts';
import { startWireServer, type Script, type SeenRequest, type WireServer } from '../servers/wireServer.ts';

/** A scripted server, closed with the test. */
export async function wireServer(context: TestContext, script: Script | ((request: SeenRequest) => Script)): Promise<WireServer> {
  const server = await startWireServer(script);
  context.after(() => server.close());
  return server;
}

/** The model that a request asks for; Gemini has it in the path. */
export function modelOf({ path, body }: SeenRequest): string {
  return typeof body['model'] === 'string' ? body['model'] : (/models\/([^:]+):/.exec(path)?.[1] ?? '');
}

/** The `endpoints` of a suite: this server under the name of each wire format. */
export function endpointsAt(server: WireServer): Record<ApiKind, { api: ApiKind; baseUrl: string }> {
  const entries = apiKinds.map((api) => [api, { api, baseUrl: server.baseUrl(api) }]);
  return Object.fromEntries(entries) as Record<ApiKind, { api: ApiKind; baseUrl: string }>;
}

/** A suite on one model of a server; `changes` are laid over it. */
export function suiteOn(server: WireServer, changes: object = {}): object {
  return {
    name: 'Engine test',
    endpoints: { local: { api: 'openai-chat', baseUrl: server.baseUrl('openai-chat') } },
    models: ['local/good'],
    retries: { max: 0 },
    prompt: 'Say {{word}}.',
    cases: casesNamed(['hello']),
    ...changes,
  };
}

export function casesNamed(names: readonly string[]): object[] {
  return names.map((name) => ({ name, vars: { word: name }, expect: [{ contains: 'hello' }] }));
}
