import type { TestContext } from 'node:test';
import { createCaller } from '../../src/core/providers/caller.ts';
import type { AwsIdentity, CallResult, CallTimeouts, Endpoint, GenerateRequest } from '../../src/core/providers/spec.ts';
import { serverSecret, startConverseServer, type ConverseScript, type ConverseServer } from '../servers/bedrockServer.ts';
import type { Reply } from '../servers/formats.ts';

// What a developer's machine has set, and none of which may decide anything but the region.
Object.assign(process.env, {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIAOFTHEENVIRONMENT',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-environment',
  AWS_BEARER_TOKEN_BEDROCK: 'bearer-of-the-environment',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_MAX_ATTEMPTS: '5',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
});

export const identity: AwsIdentity = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: serverSecret,
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE/token==',
};
export const model = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
export const reply: Reply = {
  reasoning: ['Let me ', 'think.'],
  text: ['Grüße, ', 'wörld', ' 👋', '!'],
  usage: { input: 20, output: 12, cached: 4, cacheWrite: 3 },
};

export interface BedrockOptions {
  readonly endpoint?: Partial<Endpoint>;
  readonly request?: Partial<GenerateRequest>;
  readonly timeouts?: Partial<CallTimeouts>;
  readonly signal?: AbortSignal;
  readonly aws?: (region: string | null) => Promise<AwsIdentity>;
}

export interface Bedrock {
  readonly server: ConverseServer;
  readonly call: (options?: BedrockOptions) => Promise<CallResult>;
}

/** A scripted server and calls to it, signed with `identity` unless told otherwise. */
export async function bedrock(context: TestContext, script: ConverseScript): Promise<Bedrock> {
  const server = await startConverseServer(script);
  context.after(() => server.close());
  const call = async (options: BedrockOptions = {}): Promise<CallResult> => {
    const { endpoint, request, timeouts, signal = new AbortController().signal, aws = async () => identity } = options;
    const caller = createCaller({ signIns: { google: () => Promise.reject(new Error('not asked for')), aws } });
    context.after(() => caller.dispose());
    return caller.call(
      {
        provider: 'bedrock',
        api: 'bedrock-converse',
        baseUrl: server.origin,
        apiKey: null,
        headers: {},
        credentials: 'aws',
        ...endpoint,
      },
      { model, system: null, prompt: 'Say hello.', params: {}, ...request },
      { headersMs: 5000, idleMs: 5000, totalMs: 20_000, ...timeouts },
      signal,
    );
  };
  return { server, call };
}
