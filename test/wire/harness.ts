import type { TestContext } from 'node:test';
import type { ApiKind } from '../../src/shared/model/suite.ts';
import { createCaller } from '../../src/core/providers/caller.ts';
import type { CallResult, CallTimeouts, Endpoint, GenerateRequest } from '../../src/core/providers/spec.ts';
import { startWireServer, type Script, type SeenRequest, type WireServer } from '../servers/wireServer.ts';

export const testKey = 'sk-test-0123456789abcdef';

export interface Wire {
  readonly server: WireServer;
  readonly call: (api: ApiKind, options?: WireCallOptions) => Promise<CallResult>;
}

export interface WireCallOptions {
  readonly endpoint?: Partial<Endpoint>;
  readonly request?: Partial<GenerateRequest>;
  readonly timeouts?: Partial<CallTimeouts>;
  readonly signal?: AbortSignal;
}

/** A scripted server and a caller, both closed with the test. */
export async function wire(context: TestContext, script: Script | ((request: SeenRequest) => Script)): Promise<Wire> {
  const server = await startWireServer(script);
  const caller = createCaller();
  context.after(async () => {
    caller.dispose();
    await server.close();
  });
  return {
    server,
    call: (api, { endpoint = {}, request = {}, timeouts = {}, signal = new AbortController().signal } = {}) =>
      caller.call(
        { provider: 'test', api, baseUrl: server.baseUrl(api), apiKey: testKey, headers: {}, ...endpoint },
        { model: 'test-model', system: null, prompt: 'Say hello.', params: {}, ...request },
        { headersMs: 5000, idleMs: 5000, totalMs: 20_000, ...timeouts },
        signal,
      ),
  };
}
